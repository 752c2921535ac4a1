#pragma once

#include <vector>

#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// What WriteXforms leaves out (WARNING) or says in another way (NOTE) because XForms has nothing
// like it, in the order of the questionnaire, with the code of the question, section or list.
// Conditions and limits that become expressions mean the same and are not named.
std::vector<v1alpha::ImportFinding> LeftOutOfXforms(const v1alpha::Instrument& instrument);

}  // namespace lotse::survey
