#pragma once

#include "lotse/engagement/v1alpha/body.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a body, with paths from `body`. Source: D-037. A function that left
// and came back is in the list twice, with periods that do not overlap.
rpc::FieldViolations CheckBody(const v1alpha::Body& body);

}  // namespace lotse::engagement
