#pragma once

#include "absl/status/statusor.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/study_material.h"

namespace lotse::survey {

// Reads what the caller sees and reaches of the material of a study, without deleted cases and
// without what people said who took their consent back. What was left out is a WARNING. It is one
// state of the files. STORE_CORRUPT.
absl::StatusOr<projects::StudyMaterial> ReadStudyMaterial(resource::Store& store,
                                                          qualitative::StudyStore& studies,
                                                          const OnBehalf& caller,
                                                          const StudyReach& reach,
                                                          FindingList* findings);

}  // namespace lotse::survey
