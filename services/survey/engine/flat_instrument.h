#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// The questionnaire as tables, quotas and exports see it, one row of variables:
// * groups are gone, and what is in them stands in its section; questions in repeats are left out,
//   because a response has any number of values for them;
// * notes are left out: they have no value;
// * each question has its options itself, without lists, columns and files;
// * who is asked stands at each question: its own conditions and expressions and those of all that
//   it is in. Expressions that conditions can say (ConditionsOf) are conditions; of the others
//   `logic.relevant` is left, joined with `and`; it is `true()` for a question that offers options
//   because of answers, which is as good a secret: how many were offered one, less how many chose
//   it, would tell who left the question out. Of the rest of `logic` only what a person reads whose
//   answer does not fulfil a constraint.
// A questionnaire without any of this is the same as before.
v1alpha::Instrument FlatInstrument(const v1alpha::Instrument& instrument);

// A question of the flat questionnaire, as it stands in the other one.
struct FlatQuestion {
  // It has the options OptionsOf().
  const v1alpha::Question* question = nullptr;
  // Number of its section, from 1.
  int section = 1;
  // Its `relevant_if` and `logic.relevant` in the flat questionnaire.
  std::vector<v1alpha::Condition> conditions;
  std::string expression;
};

// The questions of the flat questionnaire, in order, without copies; `instrument` outlives them.
std::vector<FlatQuestion> FlatQuestions(const v1alpha::Instrument& instrument);

// True if everybody is asked a question of a flat questionnaire, and offered the same.
bool IsAskedOfAll(const v1alpha::Question& question);

}  // namespace lotse::survey
