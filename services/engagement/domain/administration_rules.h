#pragma once

#include <string>

#include "lotse/engagement/v1alpha/administration.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with an administration, with paths from `administration`. The
// length of a territory key follows from the level: 5 digits for a district, 9
// for an association (of the 12-digit Regionalschlüssel), 8 or 12 for a
// municipality (Gemeindeschlüssel or Regionalschlüssel). The Land is that of the key.
rpc::FieldViolations CheckAdministration(const v1alpha::Administration& administration);

// The key of the Land that the territory key says; empty without one.
std::string LandOf(const v1alpha::Administration& administration);

}  // namespace lotse::engagement
