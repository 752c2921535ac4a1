#pragma once

#include <cstdint>

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Takes the figures out of tables that would open what another table protects, because who is
// asked their question depends on other answers (`Question.relevant_if`). `response` has the
// tables of all questions, each protected by itself (disclosure.h), `responses` is how many the
// tables were made of. docs/disclosure.md, "Follow-up questions", explains the rule.
//
// A table of such a question keeps its figures only if
//   1. the tables of all questions that its conditions name have figures and protect nothing, and
//      so do, as they would have none else, those of the questions which decide on these;
//   2. how many were asked follows from those tables, and as many reached its section as theirs;
//   and
//   3. that number and the base differ by nobody or by at least kMinimumCell.
//
// All others say NOT_SHOWN_CONDITION, also those of which fewer than kMinimumBase answered: apart
// from these, a difference of 1 to 4 would be known more closely where few were asked (of 11, that
// exactly one did not answer). So whoever knows the rule, and sees that the tables of the filters
// are shown in full, learns that fewer than kMinimumBase answered, or that 1 to kMinimumCell - 1 of
// those who were asked did not; neither which of the two, nor how many. All else that the decision
// depends on can be seen in the other tables and in the questionnaire.
void HideTellingFollowUps(const v1alpha::Instrument& instrument, int64_t responses,
                          v1alpha::TabulateWaveResponse* response);

}  // namespace lotse::survey
