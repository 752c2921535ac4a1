#pragma once

#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with an engagement in its programme, with paths from
// `engagement`. Its dates lie inside the programme's, and it is not longer than
// the programme's limit in months (invariant 3 of the domain).
rpc::FieldViolations CheckEngagement(const v1alpha::Engagement& engagement,
                                     const v1alpha::Programme& programme);

// The phases that an engagement begins with: those of the programme, planned.
// Copied, because a later change of the programme must not change agreements.
void CopyPhases(const v1alpha::Programme& programme, v1alpha::Engagement* engagement);

}  // namespace lotse::engagement
