#pragma once

#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::projects {

// Puts U+FFFD in the place of each character of a project that XML cannot carry, such as form feeds
// that were stored before they were refused; each place is a WARNING with its guid. The plain texts
// of sources stay: they have files of their own.
void CarryInXml(refi::Project* project, FindingList* findings);

}  // namespace lotse::survey::projects
