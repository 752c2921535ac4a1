#pragma once

#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a programme, with paths from `programme`: texts, dates, limits, funders
// with shares and duties, partners, scope, codes and external ids as programme.proto says. Whether
// the engagements that it has already still fit is CheckEngagementFits.
rpc::FieldViolations CheckProgramme(const v1alpha::Programme& programme);

}  // namespace lotse::engagement
