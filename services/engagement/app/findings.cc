#include "services/engagement/app/findings.h"

#include "runtime/rpc/error.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/finding_rules.h"

namespace lotse::engagement {

absl::Status DecideFinding(resource::Tx& tx, const v1alpha::DecideFindingRequest& q,
                           v1alpha::Finding* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckFindingStep(*r, q)); !s.ok()) return s;
  const std::string step = StepName(q.step());
  if (absl::Status s = TakeStep(FindingMachine(), step, r); !s.ok()) return s;
  return tx.Save(step, q.reason(), r);
}

}  // namespace lotse::engagement
