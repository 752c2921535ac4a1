#include "cli/code_columns.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/engagement/words.h"
#include "cli/question_index.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Instrument;
using survey::v1alpha::Question;

// Cells of a column for one option, as programs for XLSForm write them.
constexpr const char* kChosen[] = {"1", "true", "True", "TRUE"};
constexpr const char* kNotChosen[] = {"0", "false", "False", "FALSE"};

// A name such as `home/person[2]/age`, taken apart.
struct CodeName {
  std::string code;
  std::string option;
  std::vector<int> instances;
};

// Takes `[2]` off the end of a part; 0 if there is none.
int TakeInstance(absl::string_view* part) {
  const size_t open = part->find('[');
  if (open == absl::string_view::npos || part->back() != ']') return 0;
  int number = 0;
  const absl::string_view digits = part->substr(open + 1, part->size() - open - 2);
  if (!absl::SimpleAtoi(digits, &number) || number < 1) return 0;
  part->remove_suffix(part->size() - open);
  return number;
}

class Namer {
 public:
  explicit Namer(const Instrument& instrument) : index_(instrument) {}

  const QuestionIndex& index() const { return index_; }

  CodeName Read(absl::string_view column) const {
    std::vector<absl::string_view> parts = absl::StrSplit(column, '/');
    CodeName name;
    for (absl::string_view& part : parts) {
      if (const int instance = TakeInstance(&part)) name.instances.push_back(instance);
    }
    name.code = KnownCode(parts.back());
    if (parts.size() < 2) return name;
    const std::string before = KnownCode(parts[parts.size() - 2]);
    const IndexedQuestion* const found = index_.Find(before);
    if (found != nullptr && found->question->kind() == Question::KIND_MULTIPLE_CHOICE) {
      name.option = std::string(parts.back());
      name.code = before;
    }
    return name;
  }

 private:
  // `home-age` names the group as well.
  std::string KnownCode(absl::string_view part) const {
    const std::string whole(part);
    const size_t hyphen = part.rfind('-');
    if (index_.Find(whole) != nullptr || hyphen == absl::string_view::npos) return whole;
    const std::string last(part.substr(hyphen + 1));
    return index_.Find(last) != nullptr ? last : whole;
  }

  const QuestionIndex index_;
};

// Whether nobody hands in a value for it.
bool IsLeftOut(const Question& question) {
  switch (question.kind()) {
    case Question::KIND_GROUP:
    case Question::KIND_NOTE:
    case Question::KIND_CALCULATION:
    case Question::KIND_FILE:
      return true;
    default:
      return false;
  }
}

}  // namespace

Mapping MappingByCodes(const Instrument& instrument, const std::vector<std::string>& header,
                       absl::string_view language, std::vector<Problem>* warnings) {
  const Namer namer(instrument);
  Mapping mapping;
  mapping.add_missing("");
  for (const std::string& column : header) {
    ColumnMapping& to = (*mapping.mutable_columns())[column];
    const CodeName name = namer.Read(column);
    const IndexedQuestion* const found = namer.index().Find(name.code);
    if (found == nullptr && (column == "token" || column == "broke_off_section")) {
      column == "token" ? to.set_token(true) : to.set_broke_off_section(true);
      continue;
    }
    const bool whole_is_there =
        !name.option.empty() &&
        std::any_of(header.begin(), header.end(), [&](const std::string& other) {
          const CodeName that = namer.Read(other);
          return that.code == name.code && that.option.empty() && that.instances == name.instances;
        });
    if (whole_is_there || (found != nullptr && IsLeftOut(*found->question))) {
      to.set_ignore(true);
      if (found->question->kind() == Question::KIND_FILE) {
        warnings->push_back(
            {column,
             std::string(
                 Either(language,
                        "keine Zelle einer Tabelle enthält eine Datei; die Spalte wird ausgelassen",
                        "no cell of a table holds a file; its column is left out"))});
      }
      continue;
    }
    to.set_code(name.code);
    to.mutable_instances()->Assign(name.instances.begin(), name.instances.end());
    if (name.option.empty()) {
      to.set_coded(found != nullptr && !found->options->empty());
      continue;
    }
    to.set_option(name.option);
    for (const char* cell : kChosen) to.add_selected(cell);
    for (const char* cell : kNotChosen) to.add_not_selected(cell);
  }
  return mapping;
}

}  // namespace lotse::cli
