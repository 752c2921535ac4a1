#include "services/survey/engine/option_rules.h"

#include <optional>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/text_rules.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using v1alpha::Instrument;
using v1alpha::Option;
using v1alpha::OptionList;
using v1alpha::Question;

constexpr absl::string_view kOptionCodeForm = "1 to 64 characters without white space";

void CheckColumns(const Option& option, absl::string_view path, ViolationList* violations) {
  if (option.columns_size() > kMaxColumns) {
    violations->Add(absl::StrCat(path, ".columns"),
                    absl::StrCat("too many; give at most ", kMaxColumns));
    return;
  }
  for (const auto& [name, value] : option.columns()) {
    // `name` and `label` are the code and the label themselves.
    if (!IsColumnName(name) || name == "name" || name == "label") {
      violations->Add(absl::StrCat(path, ".columns"),
                      absl::StrCat("no name of a column; give ", kColumnNameForm,
                                   ", and neither `name` nor `label`"));
    }
  }
}

// `each` are the options at `path`; `unique` is of what their codes are unique.
void CheckEach(const RepeatedPtrField<Option>& each, absl::string_view path,
               absl::string_view unique, ViolationList* violations) {
  absl::flat_hash_set<absl::string_view> codes;
  for (int i = 0; i < each.size() && !violations->full(); ++i) {
    const Option& option = each[i];
    const std::string one = absl::StrCat(path, "[", i, "]");
    if (!IsOptionCode(option.code())) {
      violations->Add(absl::StrCat(one, ".code"),
                      absl::StrCat(option.code().empty() ? "missing" : "not a code", "; give ",
                                   kOptionCodeForm));
    } else if (!codes.insert(option.code()).second) {
      violations->Add(absl::StrCat(one, ".code"),
                      absl::StrCat("`", option.code(), "` is used twice; give every option of a ",
                                   unique, " a code of its own"));
    }
    CheckText(option.label(), absl::StrCat(one, ".label"), types::Presence::kRequired, violations);
    CheckColumns(option, one, violations);
    CheckMedia(option.media(), absl::StrCat(one, ".media"), violations);
  }
}

// Whether several options of the question can be chosen: each is a place of its row.
bool TakesSeveral(const Question& question) {
  return question.kind() == Question::KIND_MULTIPLE_CHOICE ||
         question.kind() == Question::KIND_RANKING;
}

void CheckListOf(const ListsByCode& lists, const Question& question, absl::string_view path,
                 ViolationList* violations) {
  const std::string at = absl::StrCat(path, ".option_list");
  if (!question.options().empty()) {
    violations->Add(at, "there are options as well; give a list or options, not both");
    return;
  }
  const auto list = lists.find(question.option_list());
  if (list == lists.end()) {
    violations->Add(at, "no such list; give the code of one of `option_lists`");
    return;
  }
  if (list->second->options().empty() && list->second->file().empty()) {
    violations->Add(at, "the list is empty; give it at least one option");
  }
  if (TakesSeveral(question) && list->second->options_size() > kMaxOptions) {
    violations->Add(at, absl::StrCat("the list is too long for a question with several answers; "
                                     "give one of at most ",
                                     kMaxOptions, " options"));
  }
}

}  // namespace

bool IsOptionCode(absl::string_view code) {
  int characters = 0;
  while (!code.empty()) {
    const std::optional<char32_t> c = types::TakeCodePoint(&code);
    if (!c || types::IsWhiteSpace(*c) || types::IsControl(*c) || ++characters > kMaxCodeLength)
      return false;
  }
  return characters > 0;
}

ListsByCode CheckLists(const Instrument& instrument, ViolationList* violations) {
  ListsByCode lists;
  int options = 0;
  for (const OptionList& list : instrument.option_lists()) options += list.options_size();
  if (instrument.option_lists_size() > kMaxLists || options > kMaxListedOptions) {
    violations->Add("option_lists", absl::StrCat("too many; at most ", kMaxLists, " lists with ",
                                                 kMaxListedOptions, " options together"));
    return lists;
  }
  for (int i = 0; i < instrument.option_lists_size() && !violations->full(); ++i) {
    const OptionList& list = instrument.option_lists(i);
    const std::string path = absl::StrCat("option_lists[", i, "]");
    if (!IsQuestionCode(list.code())) {
      violations->Add(absl::StrCat(path, ".code"), CodeFault(list.code()));
    } else if (!lists.emplace(list.code(), &list).second) {
      violations->Add(
          absl::StrCat(path, ".code"),
          absl::StrCat("`", list.code(), "` is used twice; give every list a code of its own"));
    }
    if (!list.file().empty()) {
      CheckFileName(list.file(), absl::StrCat(path, ".file"), violations);
    }
    CheckEach(list.options(), absl::StrCat(path, ".options"), "list", violations);
  }
  return lists;
}

void CheckOptions(const ListsByCode& lists, const Question& question, absl::string_view path,
                  ViolationList* violations) {
  const std::string at = absl::StrCat(path, ".options");
  if (!HasOptions(question.kind())) {
    if (!question.options().empty() || !question.option_list().empty()) {
      violations->Add(at, "this kind has no options; leave them out or change the kind");
    }
    return;
  }
  if (!question.option_list().empty()) return CheckListOf(lists, question, path, violations);
  if (question.options().empty()) violations->Add(at, "missing; give 1 to 500 options");
  if (question.options_size() > kMaxOptions) {
    violations->Add(at, "too many; give 1 to 500 options");
    return;
  }
  CheckEach(question.options(), at, "question", violations);
}

}  // namespace lotse::survey
