#pragma once

#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/limesurvey/survey_source.h"

namespace lotse::survey::limesurvey {

// Keeps the settings of `source` that say how it looks in `question`, as they are, where they are
// not what LimeSurvey sets of itself. Of those that do something that is not taken over a WARNING
// says so. Settings that another part reads are left to it.
void KeepSettings(const SourceQuestion& source, v1alpha::Question* question, FindingList* findings);

}  // namespace lotse::survey::limesurvey
