#pragma once

#include "absl/time/time.h"
#include "lotse/type/v1alpha/grant.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a grant, with paths from `grant`.
rpc::FieldViolations CheckGrant(const type::v1alpha::Grant& grant);

// What is wrong with the end of a grant that is given or changed at `now`: one that has
// passed already would be a grant that never counted.
rpc::FieldViolations CheckGrantEnd(const type::v1alpha::Grant& grant, absl::Time now);

}  // namespace lotse::engagement
