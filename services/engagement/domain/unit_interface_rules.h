#pragma once

#include "lotse/engagement/v1alpha/unit_interface.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with an interface, with paths from `unit_interface`: it is between 2 to 20
// units of its own administration, none of them twice (D-025).
rpc::FieldViolations CheckUnitInterface(const v1alpha::UnitInterface& unit_interface);

}  // namespace lotse::engagement
