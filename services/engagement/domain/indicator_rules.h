#pragma once

#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "runtime/rpc/field_violation.h"

// Rules of indicators. Source: D-155, domain invariants 11 to 13.
namespace lotse::engagement {

// Most earlier definitions of an indicator.
inline constexpr int kMostDefinitions = 20;

// What is wrong with an indicator, with paths from `indicator`.
rpc::FieldViolations CheckIndicator(const v1alpha::Indicator& indicator);

// Where the definition of `after` differs from that of `before`, keeps the earlier one and
// counts the version on (invariant 13). Any difference counts, also one of the wording: who
// reads a value of long ago reads the words under which it was measured. A violation of
// `indicator.definition` if no more versions can be kept.
rpc::FieldViolations KeepDefinition(const v1alpha::Indicator& before, v1alpha::Indicator* after);

// What is wrong with the definition of an indicator that inherits `shared`: it has to be
// the same, else the values of sites are not those of one indicator.
rpc::FieldViolations CheckInherits(const v1alpha::Indicator& indicator,
                                   const v1alpha::Indicator& shared);

// Whether both definitions are the same in all they say.
bool SameDefinition(const v1alpha::Indicator& a, const v1alpha::Indicator& b);

}  // namespace lotse::engagement
