#include "services/survey/engine/expression_conditions.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "services/survey/logic/syntax/parser.h"

namespace lotse::survey {
namespace {

using logic::Expression;
using v1alpha::Condition;
using v1alpha::Option;
using v1alpha::Question;
using Kind = Expression::Kind;
using Find = absl::FunctionRef<std::optional<LookedAt>(absl::string_view code)>;
using Conditions = std::optional<std::vector<Condition>>;

bool IsCall(const Expression& e, absl::string_view name, std::size_t operands) {
  return e.kind == Kind::kCall && e.text == name && e.operands.size() == operands;
}

bool IsEmptyText(const Expression& e) { return e.kind == Kind::kText && e.text.empty(); }

Condition Answered(const std::string& code) {
  Condition condition;
  condition.set_code(code);
  condition.set_test(Condition::TEST_ANSWERED);
  return condition;
}

// Whether comparing an option with this literal is true: with a number, if it is that number.
bool Equals(const Option& option, const Expression& literal) {
  if (literal.kind == Kind::kText) return option.code() == literal.text;
  double number = 0;
  return absl::SimpleAtod(option.code(), &number) && number == literal.number;
}

// That an option equal to `literal` was chosen, of a question that `fits`; nullopt if the question
// has none, which is better left to the evaluation.
template <typename Fits>
Conditions Chosen(const Expression& reference, const Expression& literal, Find find, Fits fits) {
  if (reference.kind != Kind::kReference) return std::nullopt;
  if (literal.kind != Kind::kText && literal.kind != Kind::kNumber) return std::nullopt;
  const std::optional<LookedAt> question = find(reference.text);
  if (!question || question->options == nullptr || !fits(question->kind)) return std::nullopt;
  Condition condition;
  condition.set_code(reference.text);
  condition.set_test(Condition::TEST_ANY_CHOSEN);
  for (const Option& option : *question->options) {
    if (Equals(option, literal)) condition.add_options(option.code());
  }
  if (condition.options().empty()) return std::nullopt;
  return std::vector<Condition>{condition};
}

// The opposite, where one condition says it.
Conditions Not(Conditions conditions) {
  if (!conditions || conditions->size() != 1) return std::nullopt;
  Condition& only = conditions->front();
  if (only.test() == Condition::TEST_ANSWERED) return std::nullopt;
  only.set_test(only.test() == Condition::TEST_ANY_CHOSEN ? Condition::TEST_NONE_CHOSEN
                                                          : Condition::TEST_ANY_CHOSEN);
  return conditions;
}

Conditions Translate(const Expression& e, Find find);

Conditions Compare(const Expression& e, Find find) {
  const bool turned = e.operands[0]->kind != Kind::kReference;
  const Expression& left = *e.operands[turned ? 1 : 0];
  const Expression& right = *e.operands[turned ? 0 : 1];
  if (left.kind != Kind::kReference) return std::nullopt;
  if (IsEmptyText(right)) {
    if (e.kind == Kind::kEqual || !find(left.text)) return std::nullopt;
    return std::vector<Condition>{Answered(left.text)};
  }
  // What several options were chosen of is a text with all of them.
  Conditions equal = Chosen(left, right, find, [](Question::Kind kind) {
    return kind == Question::KIND_SINGLE_CHOICE || kind == Question::KIND_MATRIX;
  });
  return e.kind == Kind::kEqual ? equal : Not(std::move(equal));
}

// All have to hold.
Conditions All(const Expression& e, Find find) {
  std::vector<Condition> all;
  for (const auto& operand : e.operands) {
    Conditions one = Translate(*operand, find);
    if (!one) return std::nullopt;
    all.insert(all.end(), one->begin(), one->end());
  }
  return all;
}

// One has to hold: a condition, if all look at options of the same question.
Conditions Any(const Expression& e, Find find) {
  Conditions any;
  for (const auto& operand : e.operands) {
    const Conditions one = Translate(*operand, find);
    if (!one || one->size() != 1 || one->front().test() != Condition::TEST_ANY_CHOSEN) {
      return std::nullopt;
    }
    if (!any) {
      any = one;
      continue;
    }
    Condition& sum = any->front();
    if (sum.code() != one->front().code()) return std::nullopt;
    for (const std::string& option : one->front().options()) {
      if (std::find(sum.options().begin(), sum.options().end(), option) == sum.options().end()) {
        sum.add_options(option);
      }
    }
  }
  return any;
}

Conditions Translate(const Expression& e, Find find) {
  switch (e.kind) {
    case Kind::kAnd:
      return All(e, find);
    case Kind::kOr:
      return Any(e, find);
    case Kind::kEqual:
    case Kind::kNotEqual:
      return Compare(e, find);
    case Kind::kCall:
      break;
    default:
      return std::nullopt;
  }
  if (IsCall(e, "not", 1)) return Not(Translate(*e.operands[0], find));
  if (IsCall(e, "selected", 2)) {
    return Chosen(*e.operands[0], *e.operands[1], find, [](Question::Kind kind) {
      return kind == Question::KIND_SINGLE_CHOICE || kind == Question::KIND_MATRIX ||
             kind == Question::KIND_MULTIPLE_CHOICE;
    });
  }
  return std::nullopt;
}

bool LooksAtAnswers(const Expression& e);

bool OneLooksAtAnswers(const std::vector<logic::ExpressionPtr>& parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [](const logic::ExpressionPtr& part) { return LooksAtAnswers(*part); });
}

// A name alone is a column, and the options of lists hang on nothing.
bool LooksAtAnswers(const Expression& e) {
  if (e.kind == Kind::kReference || (e.kind == Kind::kPath && e.absolute)) return true;
  if (e.kind == Kind::kCall && e.text == "current") return true;
  for (const logic::Step& step : e.steps) {
    if (step.axis == logic::Step::Axis::kParent || OneLooksAtAnswers(step.predicates)) return true;
  }
  return OneLooksAtAnswers(e.operands) || OneLooksAtAnswers(e.predicates);
}

}  // namespace

bool LooksAtAnswers(absl::string_view option_filter) {
  if (option_filter.empty()) return false;
  const auto parsed = logic::Parse(option_filter);
  return !parsed.ok() || LooksAtAnswers(**parsed);
}

Conditions ConditionsOf(absl::string_view expression, Find find) {
  const auto parsed = logic::Parse(expression);
  return parsed.ok() ? Translate(**parsed, find) : std::nullopt;
}

}  // namespace lotse::survey
