#pragma once

#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with an action item by itself, with paths from `action_item`.
rpc::FieldViolations CheckActionItem(const v1alpha::ActionItem& item);

// The states of an action item.
const StateMachine& ActionItemMachine();

}  // namespace lotse::engagement
