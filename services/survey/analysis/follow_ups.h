#pragma once

#include <cstdint>
#include <vector>

#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Takes the figures out of tables that would open what another table protects, because who is
// asked their question depends on other answers (`Question.relevant_if`). `response` has the
// tables of all questions, each protected by itself (disclosure.h), `responses` is how many the
// tables were made of. `has_untold` says of each section whether somebody who broke off in it or
// before is in its tables all the same, because so few are not told (told_break_offs.h).
// docs/disclosure.md, "Follow-up questions", explains the rule.
//
// A table of such a question keeps its figures only if
//   1. the tables of all questions that its conditions name have figures and protect nothing, and
//      so do, as they would have none else, those of the questions which decide on these;
//   2. how many were asked follows from those tables; and, unless these say that everybody was,
//   3. as many are in the tables of its section as in theirs, and nobody of these is untold; and
//   4. the number of 2 and the base differ by nobody or by at least kMinimumCell.
//
// All of a section fail together where somebody is untold: these are fewer than kMinimumCell, and
// which of the follow-ups lack somebody would tell what those had answered.
//
// All others say NOT_SHOWN_CONDITION, also those of which fewer than kMinimumBase answered: apart
// from these, a difference of 1 to 4 would be known more closely where few were asked (of 11, that
// exactly one did not answer). So whoever knows the rule, and sees that the tables of the filters
// are shown in full, learns that fewer than kMinimumBase answered, or that 1 to kMinimumCell - 1 of
// those who were asked did not; neither which of the two, nor how many. All else that the decision
// depends on can be seen in the other tables and in the questionnaire.
void HideTellingFollowUps(const v1alpha::Instrument& instrument, int64_t responses,
                          const std::vector<bool>& has_untold,
                          v1alpha::TabulateWaveResponse* response);

}  // namespace lotse::survey
