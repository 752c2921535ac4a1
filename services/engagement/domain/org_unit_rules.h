#pragma once

#include <vector>

#include "lotse/engagement/v1alpha/org_unit.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// Most units on the way from the top of an administration to a unit, both counted. Source:
// org_unit.proto.
inline constexpr int kMaxUnitDepth = 10;

// What is wrong with a unit by itself, with paths from `org_unit`.
rpc::FieldViolations CheckOrgUnit(const v1alpha::OrgUnit& unit);

// What is wrong with a unit below those above it, with paths from `org_unit`. `above` are the
// unit's parent, the parent of that and so on: at most kMaxUnitDepth, and none behind the unit
// itself. A unit is not above itself, lies at most kMaxUnitDepth deep, and does not exist
// outside of the time of its parent.
rpc::FieldViolations CheckUnitBelow(const v1alpha::OrgUnit& unit,
                                    const std::vector<v1alpha::OrgUnit>& above);

// What is wrong with a unit over those below it, when it was moved or its time was changed,
// with paths from `org_unit`. `all` are the units of its administration; the one of the same
// name counts as `unit` is. `depth` is the number of units above it. No unit below it gets
// deeper than kMaxUnitDepth or lasts longer than its parent.
rpc::FieldViolations CheckUnitOver(const v1alpha::OrgUnit& unit, int depth,
                                   const std::vector<v1alpha::OrgUnit>& all);

}  // namespace lotse::engagement
