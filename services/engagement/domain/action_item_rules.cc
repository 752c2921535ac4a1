#include "services/engagement/domain/action_item_rules.h"

#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/checks.h"

namespace lotse::engagement {

using v1alpha::ActionItem;

rpc::FieldViolations CheckActionItem(const ActionItem& item) {
  rpc::FieldViolations violations;
  types::CheckText("action_item.title", item.title(), &violations);
  types::CheckDate("action_item.due_date", item.due_date(), &violations);
  CheckFunctionId("action_item.responsible_function", item.responsible_function(), &violations);
  types::CheckExternalIds("action_item.external_ids", item.external_ids(), &violations);
  return violations;
}

const StateMachine& ActionItemMachine() {
  static const auto* machine =
      new StateMachine(ActionItem::State_descriptor(),
                       {
                           {"FINISH", ActionItem::STATE_OPEN, ActionItem::STATE_DONE},
                           {"HAND_OVER", ActionItem::STATE_OPEN, ActionItem::STATE_HANDED_OVER},
                           {"CANCEL", ActionItem::STATE_OPEN, ActionItem::STATE_CANCELLED},
                           {"REOPEN", ActionItem::STATE_DONE, ActionItem::STATE_OPEN},
                           {"REOPEN", ActionItem::STATE_HANDED_OVER, ActionItem::STATE_OPEN},
                           {"REOPEN", ActionItem::STATE_CANCELLED, ActionItem::STATE_OPEN},
                       });
  return *machine;
}

}  // namespace lotse::engagement
