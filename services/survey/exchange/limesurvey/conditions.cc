#include "services/survey/exchange/limesurvey/conditions.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/survey/exchange/finding_list.h"

namespace lotse::survey::limesurvey {
namespace {

// How many conditions one question may have.
constexpr std::size_t kMaxConditionsOfOne = 500;

constexpr absl::string_view kMethods[] = {"==", "!=", "<", "<=", ">", ">="};

// What stands between the first and the last character of `text`, if they are these.
bool TakeInner(char first, char last, std::string* text) {
  if (text->size() < 3 || text->front() != first || text->back() != last) return false;
  *text = text->substr(1, text->size() - 2);
  return true;
}

// What a condition looks at, and the value it looks for. A choice in a multiple choice is named
// by its column behind `+`, or by the code of the option in the place of the value.
struct Looked {
  std::string name;
  std::string value;
  // Conditions with the same subject are alternatives.
  std::string subject;
};

Looked LookedAt(const SourceCondition& condition, const Variables& variables) {
  Looked looked{condition.field, condition.value, condition.field};
  const SourceQuestion* question = variables.QuestionById(condition.question);
  const bool multiple = question != nullptr && (question->type == "M" || question->type == "P");
  if (!looked.name.empty() && looked.name[0] == '+') {
    looked.name.erase(0, 1);
  } else if (multiple) {
    looked.name += condition.value;
    looked.value = std::string(1, 'Y');  // GCC 12 takes a literal for an overlap.
  } else {
    TakeInner('{', '}', &looked.name);
  }
  return looked;
}

// The value that is compared with: another answer (`@12X3X4@`), an expression in braces, or a
// text.
absl::StatusOr<Expression> ValueOf(std::string value) {
  if (TakeInner('@', '@', &value)) return Name(absl::StrCat(value, ".NAOK"));
  if (TakeInner('{', '}', &value)) return ParseExpressionScript(value);
  return IsNumeral(value) ? Number(value) : TextOf(value);
}

absl::StatusOr<Expression> One(const SourceCondition& condition, const Looked& looked) {
  const Expression name = Name(absl::StrCat(looked.name, ".NAOK"));
  if (condition.method == "RX") {
    return Call("regexmatch", {TextOf(looked.value), name});
  }
  // Old files have it with blanks around.
  const std::string method(absl::StripAsciiWhitespace(condition.method));
  if (std::count(std::begin(kMethods), std::end(kMethods), method) == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the method `", Shortened(condition.method), "` of a condition is not known"));
  }
  const bool is_equality = method == "==" || method == "!=";
  // A blank means "no answer".
  if (is_equality && absl::StripAsciiWhitespace(looked.value).empty()) {
    const Expression empty = Call("is_empty", {name});
    return method == "==" ? empty : Not(empty);
  }
  absl::StatusOr<Expression> value = ValueOf(looked.value);
  if (!value.ok()) return value;
  // Codes of options may look like numbers, and are compared as they are written.
  if (is_equality && value->kind == Expression::Kind::kNumber) value = TextOf(looked.value);
  return Compared(name, method, *std::move(value));
}

}  // namespace

absl::StatusOr<Expression> FromConditions(const SourceQuestion& question,
                                          const Variables& variables) {
  if (question.conditions.size() > kMaxConditionsOfOne) {
    return absl::InvalidArgumentError(absl::StrCat("it has ", question.conditions.size(),
                                                   " conditions, at most ", kMaxConditionsOfOne));
  }
  // By scenario and subject, in the order of the table.
  std::map<int, std::vector<std::pair<std::string, std::vector<Expression>>>> scenarios;
  for (const SourceCondition& condition : question.conditions) {
    const Looked looked = LookedAt(condition, variables);
    absl::StatusOr<Expression> one = One(condition, looked);
    if (!one.ok()) return one;
    auto& subjects = scenarios[condition.scenario];
    auto subject = std::find_if(subjects.begin(), subjects.end(), [&](const auto& candidate) {
      return candidate.first == looked.subject;
    });
    if (subject == subjects.end()) subject = subjects.insert(subjects.end(), {looked.subject, {}});
    subject->second.push_back(*std::move(one));
  }
  std::vector<Expression> alternatives;
  for (auto& [number, subjects] : scenarios) {
    std::vector<Expression> all;
    for (auto& [name, any] : subjects) all.push_back(Joined("or", std::move(any)));
    alternatives.push_back(Joined("and", std::move(all)));
  }
  return Joined("or", std::move(alternatives));
}

}  // namespace lotse::survey::limesurvey
