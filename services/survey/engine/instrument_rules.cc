#include "services/survey/engine/instrument_rules.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/text_rules.h"

namespace lotse::survey {
namespace {

using v1alpha::Condition;
using v1alpha::Instrument;
using v1alpha::InstrumentSection;
using v1alpha::Item;
using v1alpha::Option;
using v1alpha::Question;

constexpr absl::string_view kQuestionCodeForm =
    "a letter, then letters, digits and underscores, at most 64 characters";
constexpr absl::string_view kOptionCodeForm = "1 to 64 characters without white space";

// Bytes that a class of integers counts in a table.
constexpr std::size_t kClassBytes = 120;

// Bytes of the tables of one question.
std::size_t TableBytesOf(const Question& question) {
  std::size_t common = question.text().ByteSizeLong();
  for (const Option& option : question.options()) common += option.ByteSizeLong();
  if (!question.class_bounds().empty()) common += kClassBytes * (question.class_bounds_size() + 1);
  if (question.items().empty()) return common;
  std::size_t sum = common * question.items_size();
  for (const Item& item : question.items()) sum += item.ByteSizeLong();
  return sum;
}

// Adds what is wrong with one limit or bound of an integer question.
void CheckExact(std::int64_t number, absl::string_view path, ViolationList* violations) {
  if (number >= -kMaxInteger && number <= kMaxInteger) return;
  violations->Add(path,
                  absl::StrCat("beyond the whole numbers that are exact everywhere; give one from ",
                               -kMaxInteger, " to ", kMaxInteger));
}

// Checks one questionnaire from the top down.
class Checker {
 public:
  void Check(const Instrument& instrument) {
    CheckText(instrument.title(), "title", types::Presence::kRequired, &violations_);
    if (instrument.sections().empty()) {
      violations_.Add("sections", "missing; give at least one section");
    }
    if (TooManyQuestions(instrument)) return;
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
  }

  rpc::FieldViolations Take() && { return std::move(violations_).Take(); }

 private:
  // Beyond the limits nothing is checked one by one: it would not help anyone
  // and costs time.
  bool TooManyQuestions(const Instrument& instrument) {
    if (instrument.sections_size() > kMaxSections) {
      violations_.Add("sections", "too many; at most 200 sections");
      return true;
    }
    int questions = 0;
    for (const InstrumentSection& section : instrument.sections()) {
      questions += section.questions_size();
    }
    if (questions <= kMaxQuestions) return false;
    violations_.Add("sections", "too many questions; at most 2,000 in all sections together");
    return true;
  }

  void CheckSection(const InstrumentSection& section, const std::string& path) {
    CheckText(section.title(), absl::StrCat(path, ".title"), types::Presence::kOptional,
              &violations_);
    if (section.questions().empty()) {
      violations_.Add(absl::StrCat(path, ".questions"),
                      "missing; give at least one question or leave the section out");
    }
    for (int i = 0; i < section.questions_size() && !violations_.full(); ++i) {
      CheckQuestion(section.questions(i), absl::StrCat(path, ".questions[", i, "]"));
    }
  }

  void CheckQuestion(const Question& question, const std::string& path) {
    CheckCode(question.code(), absl::StrCat(path, ".code"));
    CheckText(question.text(), absl::StrCat(path, ".text"), types::Presence::kRequired,
              &violations_);
    if (question.kind() == Question::KIND_UNSPECIFIED || !Question::Kind_IsValid(question.kind())) {
      violations_.Add(absl::StrCat(path, ".kind"), "missing or unknown; give one of the kinds");
      return;
    }
    CheckConditions(question, path);
    CheckOptions(question, path);
    CheckItems(question, path);
    CheckNumbers(question, path);
    CheckFileLimits(question, path, &violations_);
    Remember(question);
  }

  // Codes of questions and items share one space of names: answers and tables
  // give a bare code.
  void CheckCode(const std::string& code, std::string path) {
    if (!IsQuestionCode(code)) {
      violations_.Add(path, absl::StrCat(code.empty() ? "missing" : "not a code", "; give ",
                                         kQuestionCodeForm));
      return;
    }
    const auto [first, added] = codes_.emplace(code, path);
    if (!added) {
      violations_.Add(path, absl::StrCat("`", code, "` is used twice, first at ", first->second,
                                         "; give every question and item a code of its own"));
    }
  }

  void CheckOptions(const Question& question, const std::string& path) {
    const std::string at = absl::StrCat(path, ".options");
    if (!HasOptions(question.kind())) {
      if (!question.options().empty()) {
        violations_.Add(at, "this kind has no options; leave them out or change the kind");
      }
      return;
    }
    if (question.options().empty()) violations_.Add(at, "missing; give 1 to 500 options");
    if (question.options_size() > kMaxOptions) {
      violations_.Add(at, "too many; give 1 to 500 options");
      return;
    }
    absl::flat_hash_set<absl::string_view> codes;
    for (int i = 0; i < question.options_size() && !violations_.full(); ++i) {
      const Option& option = question.options(i);
      const std::string one = absl::StrCat(at, "[", i, "]");
      if (!IsOptionCode(option.code())) {
        violations_.Add(absl::StrCat(one, ".code"),
                        absl::StrCat(option.code().empty() ? "missing" : "not a code", "; give ",
                                     kOptionCodeForm));
      } else if (!codes.insert(option.code()).second) {
        violations_.Add(absl::StrCat(one, ".code"),
                        absl::StrCat("`", option.code(),
                                     "` is used twice; give every option of a question a code of "
                                     "its own"));
      }
      CheckText(option.label(), absl::StrCat(one, ".label"), types::Presence::kRequired,
                &violations_);
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
      CheckCode(item.code(), absl::StrCat(at, "[", i, "].code"));
      CheckText(item.text(), absl::StrCat(at, "[", i, "].text"), types::Presence::kRequired,
                &violations_);
    }
  }

  void CheckNumbers(const Question& question, const std::string& path) {
    if (question.kind() == Question::KIND_INTEGER) {
      CheckIntegerLimits(question, path, &violations_);
    } else {
      constexpr absl::string_view kOnlyIntegers = "only for INTEGER; leave it out";
      if (question.has_minimum()) violations_.Add(absl::StrCat(path, ".minimum"), kOnlyIntegers);
      if (question.has_maximum()) violations_.Add(absl::StrCat(path, ".maximum"), kOnlyIntegers);
      if (!question.class_bounds().empty()) {
        violations_.Add(absl::StrCat(path, ".class_bounds"), kOnlyIntegers);
      }
    }
    if (question.maximum_bytes() < 0) {
      violations_.Add(absl::StrCat(path, ".maximum_bytes"),
                      "negative; give 1 or more, or 0 for 10,000");
    } else if (question.maximum_bytes() > 0 && question.kind() != Question::KIND_TEXT) {
      violations_.Add(absl::StrCat(path, ".maximum_bytes"), "only for TEXT; leave it out");
    }
  }

  // What later questions may look back at.
  void Remember(const Question& question) {
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
                      "before this question");
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
      const bool exists = std::any_of(before.options().begin(), before.options().end(),
                                      [&](const Option& option) { return option.code() == code; });
      if (!exists) {
        violations_.Add(one, absl::StrCat("not an option of `", condition.code(),
                                          "`; give the code of one of its options"));
      } else if (!given.insert(code).second) {
        violations_.Add(one, "given before; give each option once");
      }
    }
  }

  ViolationList violations_;
  // By code, the question that is answered there: the questions before the one that is
  // checked, and of a matrix its items.
  absl::flat_hash_map<absl::string_view, const Question*> before_;
  // Every code that was seen, with the path where it was seen first.
  absl::flat_hash_map<std::string, std::string> codes_;
};

}  // namespace

bool IsQuestionCode(absl::string_view code) {
  if (code.empty() || code.size() > kMaxCodeLength || !absl::ascii_isalpha(code[0])) return false;
  return std::all_of(code.begin(), code.end(),
                     [](unsigned char c) { return absl::ascii_isalnum(c) || c == '_'; });
}

bool IsOptionCode(absl::string_view code) {
  int characters = 0;
  while (!code.empty()) {
    const std::optional<char32_t> c = types::TakeCodePoint(&code);
    if (!c || types::IsWhiteSpace(*c) || types::IsControl(*c) || ++characters > kMaxCodeLength)
      return false;
  }
  return characters > 0;
}

bool HasOptions(Question::Kind kind) {
  return kind == Question::KIND_SINGLE_CHOICE || kind == Question::KIND_MULTIPLE_CHOICE ||
         kind == Question::KIND_MATRIX;
}

std::size_t TableBytes(const Instrument& instrument) {
  std::size_t sum = 0;
  for (const InstrumentSection& section : instrument.sections()) {
    const std::size_t title = section.title().ByteSizeLong();
    for (const Question& question : section.questions()) {
      sum += title * std::max(question.items_size(), 1) + TableBytesOf(question);
    }
  }
  return sum;
}

void CheckIntegerLimits(const Question& question, absl::string_view path,
                        ViolationList* violations) {
  if (question.has_minimum()) {
    CheckExact(question.minimum(), absl::StrCat(path, ".minimum"), violations);
  }
  if (question.has_maximum()) {
    CheckExact(question.maximum(), absl::StrCat(path, ".maximum"), violations);
  }
  if (question.has_minimum() && question.has_maximum() && question.minimum() > question.maximum()) {
    violations->Add(absl::StrCat(path, ".maximum"),
                    "less than `minimum`; give a number that is not less");
  }
  const auto& bounds = question.class_bounds();
  if (bounds.size() > kMaxClassBounds) {
    violations->Add(absl::StrCat(path, ".class_bounds"), "too many; at most 50 bounds");
    return;
  }
  for (int i = 0; i < bounds.size(); ++i) {
    const std::string one = absl::StrCat(path, ".class_bounds[", i, "]");
    CheckExact(bounds[i], one, violations);
    if (i > 0 && bounds[i] <= bounds[i - 1]) {
      violations->Add(
          one, "not above the bound before it; give the bounds in ascending order, each once");
    }
  }
}

rpc::FieldViolations CheckInstrument(const Instrument& instrument) {
  Checker checker;
  checker.Check(instrument);
  return std::move(checker).Take();
}

}  // namespace lotse::survey
