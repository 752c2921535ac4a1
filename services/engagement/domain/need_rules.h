#pragma once

#include "lotse/engagement/v1alpha/need.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a need, with paths from `need`: texts, codes and limits as need.proto
// says; findings and track, of the same engagement; priority from 0 to 5.
rpc::FieldViolations CheckNeed(const v1alpha::Need& need);

}  // namespace lotse::engagement
