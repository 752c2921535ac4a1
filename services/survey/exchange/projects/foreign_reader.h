#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/project_people.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/qualitative/foreign/foreign.h"

// What a project holds beyond the model of a study.
namespace lotse::survey::projects {

// What became of the parts of a project, by their guids; codes apart, since some programs give a
// code and a case one guid.
using KnownPlaces = absl::flat_hash_map<std::string, qualitative::ForeignPlace>;

struct ForeignParts {
  const refi::Project& project;
  const ProjectValues& values;
  // Whose import it is; empty: somebody who does not code.
  std::string coder;
  const KnownPlaces& known;
  const KnownPlaces& codes;
  std::vector<const refi::Set*> sets;
  std::vector<const refi::Link*> links;
  std::vector<const refi::Case*> cases;
};

// The things of a project, each with what it refers to of the study. What is left out of them is a
// WARNING; with more of them than a study keeps there is an ERROR and none.
std::vector<qualitative::ForeignThing> ReadForeign(const ForeignParts& parts,
                                                   FindingList* findings);

}  // namespace lotse::survey::projects
