#pragma once

#include "absl/status/status.h"
#include "runtime/resource/standard.h"
#include "services/survey/qualitative/material/study_store.h"

namespace lotse::survey {

// Adds what holds for qualitative studies, their guides and cases beyond the annotations of their
// protos. `studies` outlives the calls.
void AddStudyRules(qualitative::StudyStore* studies, resource::Standard* standard);

}  // namespace lotse::survey
