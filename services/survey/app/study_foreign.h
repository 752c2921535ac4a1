#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "runtime/sql/connection.h"
#include "services/survey/app/study_reach.h"
#include "services/survey/exchange/finding_list.h"
#include "services/survey/exchange/projects/study_material.h"
#include "services/survey/qualitative/foreign/foreign.h"

// What projects of other programs hold beyond a study, as callers see it.
namespace lotse::survey {

// Whether what came with an import of this coder is there for the caller. While a study is blind,
// what nobody brought who codes is there for those who compare.
bool SeesForeign(const StudyReach& reach, absl::string_view coder);

// Of `things` those that the caller sees.
std::vector<qualitative::ForeignThing> ForeignSeen(std::vector<qualitative::ForeignThing> things,
                                                   const StudyReach& reach);

// Adds to the material that is handed out what the caller sees of it, as far as what it refers to
// is handed out: `guid_of` gives the guid by which it is, as ForeignPlace::id, or nullopt. Inside a
// transaction over the material.
using GuidOfPlace = absl::FunctionRef<std::optional<std::string>(const qualitative::ForeignPlace&)>;
void ReadForeign(sql::Connection& connection, const StudyReach& reach, GuidOfPlace guid_of,
                 FindingList* findings, projects::StudyMaterial* material);

}  // namespace lotse::survey
