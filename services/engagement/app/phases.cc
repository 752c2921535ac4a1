#include "runtime/types/date.h"
#include "services/engagement/app/use_cases.h"
#include "services/engagement/domain/phase_rules.h"

namespace lotse::engagement {
namespace {

using PhaseRule = absl::Status (*)(absl::string_view phase_id, const google::type::Date& today,
                                   v1alpha::Engagement* engagement);

// [step]
template <class Request>
absl::Status ChangePhase(Tx& tx, const Request& q, PhaseRule rule, absl::string_view verb,
                         v1alpha::Engagement* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rule(q.phase_id(), types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  return tx.Save(verb, q.reason(), r);
}
// [/step]

}  // namespace

absl::Status StartPhase(Tx& tx, const v1alpha::StartPhaseRequest& q, v1alpha::Engagement* r) {
  return ChangePhase(tx, q, &StartPhase, "START_PHASE", r);
}

absl::Status CompletePhase(Tx& tx, const v1alpha::CompletePhaseRequest& q, v1alpha::Engagement* r) {
  return ChangePhase(tx, q, &CompletePhase, "COMPLETE_PHASE", r);
}

}  // namespace lotse::engagement
