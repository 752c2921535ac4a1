#pragma once

#include <vector>

#include "lotse/survey/v1alpha/material_release.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/rules/quote_rules.h"

// What a release says beside its quotes: its title, and what its themes and the roles of its quotes
// are called.
namespace lotse::survey::qualitative {

// What is wrong with the title of a release of a study, with paths from `material_release.title`.
// What was found in it is not repeated.
rpc::FieldViolations CheckTitle(const type::v1alpha::Text& title, const Untold& untold);

// Adds an obstacle for each theme, and for each quote, whose label has a name or an id in it. The
// labels have to be set, and are not repeated. Of names that are known one is told, and none if
// `*tells_name` says that one was; it becomes true once one is.
void AddLabelObstacles(const v1alpha::MaterialRelease& release, const Untold& untold,
                       bool* tells_name, std::vector<rpc::Obstacle>* obstacles);

}  // namespace lotse::survey::qualitative
