#pragma once

#include <string>
#include <vector>

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/logic/questionnaire/element_logic.h"
#include "services/survey/logic/questionnaire/form_program.h"

// What a questionnaire would store of somebody whom nobody is to know, although that one did not
// say it: what was drawn, or the moment. Whoever noted it beside the person finds the response.
// Nothing of this is looked at while people answer: it is known of the questionnaire alone.
namespace lotse::survey {

// Most groups that all that is drawn and stored may tell apart, together. With 160 responses ten
// people on average are in each of so many, as many as hide one another elsewhere
// (WavePair::kStep).
inline constexpr int kMaxDrawnGroups = 16;

// Codes of the questions that would store in an anonymous wave more than kMaxDrawnGroups different
// values for the same answers of a person: each alone, or all together. In the order of the
// questionnaire; none if it may be asked anonymously. `program` are its expressions; of some that
// cannot be computed it tells none: such a questionnaire is not published.
//
// What the service leaves out by itself is no fault (program_rules.cc): of values that nobody
// answers and that read chance themselves all but whole numbers from 0 to 99, and METADATA. Counted
// is what is made of these.
std::vector<std::string> StoredDraws(const v1alpha::Instrument& instrument,
                                     const logic::FormProgram& program);

// The same as warnings for whoever writes the questionnaire. Also of each expression that decides
// who is asked, how often, or what is offered, by a draw that an anonymous wave does not keep: who
// was asked could not be told from what is stored.
std::vector<logic::LogicFinding> DrawWarnings(const v1alpha::Instrument& instrument,
                                              const logic::FormProgram& program);

}  // namespace lotse::survey
