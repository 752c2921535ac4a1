#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/qualitative/foreign/foreign.h"

namespace lotse::survey::projects {

// The guids of codes in a project, by `GUID_OF_CODEBOOK/CODE_ID`.
using CodeGuids = absl::flat_hash_map<std::string, std::string>;

// Adds to a project that has all else of a study what came of other programs: sets, links,
// variables and cases with their guids (foreign_home.h), values to what has them, and for each part
// of a text a selection without a coding. What refers to nothing of the project is left out. The
// order of `things` does not matter.
void AddForeign(const std::vector<qualitative::ForeignThing>& things, const CodeGuids& codes,
                refi::Project* project);

}  // namespace lotse::survey::projects
