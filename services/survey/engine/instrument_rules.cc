#include "services/survey/engine/instrument_rules.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "services/survey/engine/code_rules.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/kind_rules.h"
#include "services/survey/engine/logic_rules.h"
#include "services/survey/engine/media_rules.h"
#include "services/survey/engine/option_rules.h"
#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/question_tree.h"
#include "services/survey/engine/text_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

// Bytes that a class of integers counts in a table.
constexpr std::size_t kClassBytes = 120;

// Bytes of the tables of one question.
std::size_t TableBytesOf(const Instrument& instrument, const Question& question) {
  std::size_t common = question.text().ByteSizeLong();
  for (const Option& option : OptionsOf(instrument, question)) common += option.ByteSizeLong();
  if (!question.class_bounds().empty()) common += kClassBytes * (question.class_bounds_size() + 1);
  if (question.items().empty()) return common;
  std::size_t sum = common * question.items_size();
  for (const Item& item : question.items()) sum += item.ByteSizeLong();
  return sum;
}

// How many questions there are, groups and what is in them counted each.
int QuestionsIn(const google::protobuf::RepeatedPtrField<Question>& questions) {
  int sum = questions.size();
  for (const Question& question : questions) sum += QuestionsIn(question.questions());
  return sum;
}

// Whether a person reads its text.
bool IsShown(Question::Kind kind) { return IsAnswered(kind) || kind == Question::KIND_NOTE; }

// Checks one questionnaire from the top down.
class Checker {
 public:
  explicit Checker(const Instrument& instrument) : instrument_(instrument) {}

  void Check() {
    const Instrument& instrument = instrument_;
    CheckText(instrument.title(), "title", types::Presence::kRequired, &violations_);
    CheckHead();
    if (instrument.sections().empty()) {
      violations_.Add("sections", "missing; give at least one section");
    }
    if (TooManyQuestions()) return;
    lists_ = CheckLists(instrument, &violations_);
    if (const std::size_t bytes = TableBytes(instrument); bytes > kMaxTableBytes) {
      violations_.Add("sections",
                      absl::StrCat("the tables of this questionnaire would be too large: ", bytes,
                                   " bytes of text, at most ", kMaxTableBytes,
                                   "; shorten the options of long matrices, or divide it"));
    }
    for (int i = 0; i < instrument.sections_size() && !violations_.full(); ++i) {
      CheckSection(instrument.sections(i), absl::StrCat("sections[", i, "]"));
    }
    CheckFilesInAll(instrument, &violations_);
    // Expressions name codes; as long as these are wrong, so is what is found.
    if (violations_.empty()) CheckExpressions(instrument, codes_, &violations_, &warnings_);
  }

  rpc::FieldViolations Take() && { return std::move(violations_).Take(); }

  rpc::FieldViolations TakeWarnings() && {
    if (!violations_.empty()) return {};
    return std::move(warnings_).Take();
  }

 private:
  // Beyond the limits nothing is checked one by one: it would not help anyone
  // and costs time.
  bool TooManyQuestions() {
    if (instrument_.sections_size() > kMaxSections) {
      violations_.Add("sections", "too many; at most 200 sections");
      return true;
    }
    int questions = 0;
    for (const InstrumentSection& section : instrument_.sections()) {
      questions += QuestionsIn(section.questions());
    }
    if (questions <= kMaxQuestions) return false;
    violations_.Add("sections", "too many questions; at most 2,000 in all sections together");
    return true;
  }

  // What it has from the system it came from.
  void CheckHead() {
    CheckLength(instrument_.version(), kMaxFormVersionBytes, "version");
    CheckLength(instrument_.form_id(), kMaxFormIdBytes, "form_id");
    CheckExpressionSize(instrument_.response_title(), "response_title", &violations_);
  }

  void CheckLength(const std::string& text, std::size_t limit, absl::string_view path) {
    if (text.size() <= limit) return;
    violations_.Add(path, absl::StrCat("too long; give at most ", limit, " bytes"));
  }

  void CheckSection(const InstrumentSection& section, const std::string& path) {
    if (!section.code().empty()) {
      CheckCode(section.code(), path);
    } else if (!section.relevant().empty()) {
      violations_.Add(absl::StrCat(path, ".code"),
                      "missing; a section that not everybody sees needs one");
    }
    CheckExpressionSize(section.relevant(), absl::StrCat(path, ".relevant"), &violations_);
    CheckText(section.title(), absl::StrCat(path, ".title"), types::Presence::kOptional,
              &violations_);
    if (section.questions().empty()) {
      violations_.Add(absl::StrCat(path, ".questions"),
                      "missing; give at least one question or leave the section out");
    }
    CheckQuestions(section.questions(), path, {});
  }

  // How deep it is, and whether it can have several values.
  struct Surroundings {
    int depth = 0;
    bool repeated = false;
  };

  void CheckQuestions(const google::protobuf::RepeatedPtrField<Question>& questions,
                      const std::string& path, const Surroundings& around) {
    for (int i = 0; i < questions.size() && !violations_.full(); ++i) {
      CheckQuestion(questions[i], absl::StrCat(path, ".questions[", i, "]"), around);
    }
  }

  void CheckQuestion(const Question& question, const std::string& path,
                     const Surroundings& around) {
    CheckCode(question.code(), path);
    CheckTexts(question, path);
    if (question.kind() == Question::KIND_UNSPECIFIED || !Question::Kind_IsValid(question.kind())) {
      violations_.Add(absl::StrCat(path, ".kind"), "missing or unknown; give one of the kinds");
      return;
    }
    CheckConditions(question, path);
    CheckOptions(lists_, question, path, &violations_);
    CheckItems(question, path);
    CheckKindFields(question, path, &violations_);
    CheckFileLimits(question, path, &violations_);
    CheckMedia(question.media(), absl::StrCat(path, ".media"), &violations_);
    if (around.repeated && question.kind() == Question::KIND_FILE) {
      violations_.Add(absl::StrCat(path, ".kind"),
                      "a file in a repeat; ask for it outside, or for a text");
    }
    CheckHeld(question, path, around);
    if (!around.repeated) Remember(question);
  }

  void CheckTexts(const Question& question, const std::string& path) {
    CheckText(question.text(), absl::StrCat(path, ".text"),
              IsShown(question.kind()) ? types::Presence::kRequired : types::Presence::kOptional,
              &violations_);
    CheckText(question.hint(), absl::StrCat(path, ".hint"), types::Presence::kOptional,
              &violations_);
    CheckText(question.guidance(), absl::StrCat(path, ".guidance"), types::Presence::kOptional,
              &violations_);
  }

  // What is in a group or a repeat.
  void CheckHeld(const Question& question, const std::string& path, Surroundings around) {
    const std::string at = absl::StrCat(path, ".questions");
    if (!HoldsQuestions(question.kind())) {
      if (question.questions().empty()) return;
      violations_.Add(at,
                      "only a group or a repeat holds questions; leave them out or change the "
                      "kind");
      return;
    }
    if (question.questions().empty()) {
      violations_.Add(at, "missing; give at least one question or leave the group out");
    }
    if (++around.depth > kMaxDepth) {
      violations_.Add(at, absl::StrCat("too deep; groups and repeats stand in one another at most ",
                                       kMaxDepth, " deep"));
      return;
    }
    around.repeated |= question.kind() == Question::KIND_REPEAT;
    CheckQuestions(question.questions(), path, around);
  }

  // Codes of questions and items share one space of names: answers and tables
  // give a bare code.
  void CheckCode(const std::string& code, const std::string& of) {
    const std::string path = absl::StrCat(of, ".code");
    if (!IsQuestionCode(code)) {
      violations_.Add(path, CodeFault(code));
      return;
    }
    const auto [first, added] = codes_.emplace(code, of);
    if (!added) {
      violations_.Add(path, absl::StrCat("`", code, "` is used twice, first at ", first->second,
                                         ".code; give every question and item a code of its own"));
    }
  }

  void CheckItems(const Question& question, const std::string& path) {
    const std::string at = absl::StrCat(path, ".items");
    if (question.kind() != Question::KIND_MATRIX) {
      if (!question.items().empty()) {
        violations_.Add(at, "only a matrix has items; leave them out or change the kind");
      }
      return;
    }
    if (question.items().empty()) violations_.Add(at, "missing; give 1 to 200 items");
    if (question.items_size() > kMaxItems) {
      violations_.Add(at, "too many; give 1 to 200 items");
      return;
    }
    for (int i = 0; i < question.items_size() && !violations_.full(); ++i) {
      const Item& item = question.items(i);
      CheckCode(item.code(), absl::StrCat(at, "[", i, "]"));
      CheckText(item.text(), absl::StrCat(at, "[", i, "].text"), types::Presence::kRequired,
                &violations_);
    }
  }

  // What later questions may look back at.
  void Remember(const Question& question) {
    if (HoldsQuestions(question.kind())) return;
    if (question.kind() != Question::KIND_MATRIX) before_.emplace(question.code(), &question);
    for (const Item& item : question.items()) before_.emplace(item.code(), &question);
  }

  void CheckConditions(const Question& question, const std::string& path) {
    const std::string at = absl::StrCat(path, ".relevant_if");
    if (question.relevant_if_size() > kMaxConditions) {
      violations_.Add(at, absl::StrCat("too many; give at most ", kMaxConditions));
      return;
    }
    for (int i = 0; i < question.relevant_if_size(); ++i) {
      CheckCondition(question.relevant_if(i), absl::StrCat(at, "[", i, "]"));
    }
  }

  void CheckCondition(const Condition& condition, const std::string& path) {
    if (condition.test() == Condition::TEST_UNSPECIFIED ||
        !Condition::Test_IsValid(condition.test())) {
      violations_.Add(absl::StrCat(path, ".test"), "missing or unknown; give one of the tests");
    }
    const auto before = before_.find(condition.code());
    if (before == before_.end()) {
      violations_.Add(absl::StrCat(path, ".code"),
                      "not an earlier question or item; give the code of one that is answered "
                      "before this question, and not in a repeat");
      return;
    }
    const std::string at = absl::StrCat(path, ".options");
    if (condition.test() == Condition::TEST_ANSWERED) {
      if (!condition.options().empty())
        violations_.Add(at, "not for TEST_ANSWERED; leave them out");
      return;
    }
    CheckConditionOptions(condition, *before->second, at);
  }

  void CheckConditionOptions(const Condition& condition, const Question& before,
                             const std::string& at) {
    if (!HasOptions(before.kind())) {
      violations_.Add(at,
                      absl::StrCat("`", condition.code(),
                                   "` has no options; give TEST_ANSWERED, or look at a question "
                                   "with options"));
      return;
    }
    if (condition.options().empty()) violations_.Add(at, "missing; give at least one option");
    absl::flat_hash_set<absl::string_view> given;
    for (int i = 0; i < condition.options_size() && !violations_.full(); ++i) {
      const std::string& code = condition.options(i);
      const std::string one = absl::StrCat(at, "[", i, "]");
      const auto& options = OptionsOf(instrument_, before);
      const bool exists = std::any_of(options.begin(), options.end(),
                                      [&](const Option& option) { return option.code() == code; });
      if (!exists) {
        violations_.Add(one, absl::StrCat("not an option of `", condition.code(),
                                          "`; give the code of one of its options"));
      } else if (!given.insert(code).second) {
        violations_.Add(one, "given before; give each option once");
      }
    }
  }

  const Instrument& instrument_;
  ViolationList violations_;
  ViolationList warnings_;
  ListsByCode lists_;
  // By code, the question that is answered there: the questions before the one that is
  // checked, and of a matrix its items.
  absl::flat_hash_map<absl::string_view, const Question*> before_;
  // Every code that was seen, with what has it first, such as `sections[0].questions[1]`.
  absl::flat_hash_map<std::string, std::string> codes_;
};

}  // namespace

std::size_t TableBytes(const Instrument& instrument) {
  std::size_t sum = 0;
  std::vector<std::size_t> titles;
  for (const InstrumentSection& section : instrument.sections()) {
    titles.push_back(section.title().ByteSizeLong());
  }
  for (const PlacedQuestion& placed : QuestionsWithValue(instrument)) {
    const Question& question = *placed.question;
    sum += titles[placed.section - 1] * std::max(question.items_size(), 1) +
           TableBytesOf(instrument, question);
  }
  return sum;
}

rpc::FieldViolations CheckInstrument(const Instrument& instrument, rpc::FieldViolations* warnings) {
  Checker checker(instrument);
  checker.Check();
  if (warnings != nullptr) *warnings = std::move(checker).TakeWarnings();
  return std::move(checker).Take();
}

}  // namespace lotse::survey
