#include "services/survey/engine/relevance.h"

#include <algorithm>

namespace lotse::survey {
namespace {

using v1alpha::Answer;
using v1alpha::Condition;

bool AnyChosen(const CompiledCondition& condition, const Answer& answer) {
  if (answer.has_choice()) return condition.options.contains(answer.choice());
  const auto& codes = answer.choices().codes();
  return std::any_of(codes.begin(), codes.end(),
                     [&](const std::string& code) { return condition.options.contains(code); });
}

}  // namespace

void FindAsked(const CompiledInstrument& instrument,
               absl::FunctionRef<bool(std::size_t variable)> answered,
               absl::FunctionRef<bool(const CompiledCondition& condition)> any_chosen,
               std::vector<bool>* asked) {
  const auto variables = instrument.variables();
  asked->assign(variables.size(), false);
  const auto holds = [&](const CompiledCondition& condition) {
    const bool is_answered = (*asked)[condition.variable] && answered(condition.variable);
    switch (condition.test) {
      case Condition::TEST_ANY_CHOSEN:
        return is_answered && any_chosen(condition);
      case Condition::TEST_NONE_CHOSEN:
        return !is_answered || !any_chosen(condition);
      case Condition::TEST_ANSWERED:
        return is_answered;
      default:
        return false;
    }
  };
  // Conditions look back only, so one pass in the order of the questionnaire is enough.
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto& conditions = variables[i].relevant_if;
    (*asked)[i] = std::all_of(conditions.begin(), conditions.end(), holds);
  }
}

std::vector<bool> AskedVariables(const CompiledInstrument& instrument,
                                 absl::Span<const Answer* const> answers) {
  std::vector<bool> asked;
  FindAsked(
      instrument, [&](std::size_t variable) { return answers[variable] != nullptr; },
      [&](const CompiledCondition& c) { return AnyChosen(c, *answers[c.variable]); }, &asked);
  return asked;
}

}  // namespace lotse::survey
