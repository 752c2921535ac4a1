#pragma once

#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::projects {

// The material of a study as a project of REFI-QDA: cases with those who took part, texts with
// turns and codings, codebooks as sets, memos as notes, and what came of other programs. The same
// material gives the same project, whatever the order of its parts, and so does what ReadMaterial
// makes of that. What has no place in a project is a WARNING.
refi::Project MakeProject(const StudyMaterial& material, FindingList* findings);

}  // namespace lotse::survey::projects
