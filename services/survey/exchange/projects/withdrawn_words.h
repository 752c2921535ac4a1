#pragma once

#include "lotse/survey/v1alpha/study_case.pb.h"
#include "lotse/survey/v1alpha/study_text.pb.h"

namespace lotse::survey::projects {

// Puts `█` in the place of each code point of the turns of participants who took their consent
// back, but for line ends: all positions stay as they are. Whether there were any.
bool HideWithdrawn(const v1alpha::StudyCase& study_case, v1alpha::StudyText* text);

}  // namespace lotse::survey::projects
