#pragma once

#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a programme, with paths from `programme`: texts, dates,
// limit and phases as programme.proto says.
rpc::FieldViolations CheckProgramme(const v1alpha::Programme& programme);

}  // namespace lotse::engagement
