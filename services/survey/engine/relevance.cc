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

// `answer` is null if there is none.
bool Holds(const CompiledCondition& condition, const Answer* answer) {
  switch (condition.test) {
    case Condition::TEST_ANY_CHOSEN:
      return answer != nullptr && AnyChosen(condition, *answer);
    case Condition::TEST_NONE_CHOSEN:
      return answer == nullptr || !AnyChosen(condition, *answer);
    case Condition::TEST_ANSWERED:
      return answer != nullptr;
    default:
      return false;
  }
}

}  // namespace

std::vector<bool> AskedVariables(const CompiledInstrument& instrument,
                                 absl::Span<const Answer* const> answers) {
  const auto variables = instrument.variables();
  std::vector<bool> asked(variables.size());
  // Conditions look back only, so one pass in the order of the questionnaire is enough.
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto& conditions = variables[i].relevant_if;
    asked[i] = std::all_of(conditions.begin(), conditions.end(), [&](const auto& condition) {
      return Holds(condition, asked[condition.variable] ? answers[condition.variable] : nullptr);
    });
  }
  return asked;
}

}  // namespace lotse::survey
