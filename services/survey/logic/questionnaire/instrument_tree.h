#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/questionnaire/element_logic.h"

namespace lotse::survey::logic {

// The questionnaire as expressions see it: a section with a code is a group, one without is not
// there; a matrix is a group of its items. A list that is kept in a file and has no options is
// open. Labels are the first wording of each option. INVALID_ARGUMENT if a code is there twice, or
// a question names a list that is not there.
absl::StatusOr<FormTree> FormTreeOf(const v1alpha::Instrument& instrument);

// The expressions of each element of `tree`, which FormTreeOf made of this questionnaire.
// Conditions (`relevant_if`) become expressions, and hold together with `logic.relevant`.
std::vector<ElementLogic> LogicOf(const v1alpha::Instrument& instrument, const FormTree& tree);

}  // namespace lotse::survey::logic
