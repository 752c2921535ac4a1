#include "services/engagement/domain/need_rules.h"

#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

rpc::FieldViolations CheckNeed(const v1alpha::Need& need) {
  using types::Presence;
  rpc::FieldViolations violations;
  types::CheckText("need.title", need.title(), &violations);
  types::CheckText("need.statement", need.statement(), &violations, Presence::kOptional);
  CheckSiblings("need.findings", "findings", need.name(), need.findings(), 50, &violations);
  if (need.priority() < 0 || need.priority() > 5) {
    violations.push_back(
        Violation("need.priority", {"nicht von 1 bis 5; eine Zahl davon angeben, oder 0 für keine",
                                    "not from 1 to 5; give one of them, or 0 for none"}));
  }
  CheckContentPlace("need", need, &violations);
  CheckUnits("need.org_units", need.org_units(), 50, &violations);
  CheckSibling("need.track", "tracks", need.name(), need.track(), &violations);
  types::CheckText("need.no_goal_reason", need.no_goal_reason(), &violations, Presence::kOptional);
  types::CheckExternalIds("need.external_ids", need.external_ids(), &violations);
  return violations;
}

}  // namespace lotse::engagement
