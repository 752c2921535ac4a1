#include "services/engagement/domain/phase_rules.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::Phase;

Phase* Find(absl::string_view phase_id, Engagement* engagement) {
  for (Phase& phase : *engagement->mutable_phases()) {
    if (phase.phase_id() == phase_id) return &phase;
  }
  return nullptr;
}

absl::Status NoSuchPhase(const Engagement& engagement) {
  std::vector<std::string> ids;
  for (const Phase& phase : engagement.phases()) ids.push_back(phase.phase_id());
  return rpc::InvalidFields({{"phase_id", absl::StrCat("not a phase of this engagement; it has ",
                                                       absl::StrJoin(ids, ", "))}});
}

absl::Status OutOfOrder(absl::string_view phase_id, absl::string_view why) {
  return rpc::Error(type::v1alpha::ERROR_REASON_PHASE_ORDER,
                    absl::StrCat("phase ", phase_id, " ", why), {{"phase", phase_id}});
}

}  // namespace

// [start]
absl::Status StartPhase(absl::string_view phase_id, const google::type::Date& today,
                        Engagement* engagement) {
  Phase* const phase = Find(phase_id, engagement);
  if (phase == nullptr) return NoSuchPhase(*engagement);
  if (phase->state() != Phase::STATE_PLANNED) return OutOfOrder(phase_id, "was started before");
  for (const Phase& before : engagement->phases()) {
    if (&before == phase) break;
    if (before.state() != Phase::STATE_COMPLETED) {
      return OutOfOrder(phase_id, absl::StrCat("comes after ", before.phase_id(),
                                               ", which is not complete; complete it first"));
    }
  }
  phase->set_state(Phase::STATE_ACTIVE);
  *phase->mutable_start_date() = today;
  return absl::OkStatus();
}
// [/start]

absl::Status CompletePhase(absl::string_view phase_id, const google::type::Date& today,
                           Engagement* engagement) {
  Phase* const phase = Find(phase_id, engagement);
  if (phase == nullptr) return NoSuchPhase(*engagement);
  if (phase->state() != Phase::STATE_ACTIVE) {
    return OutOfOrder(phase_id, "is not active; only an active phase can be completed");
  }
  phase->set_state(Phase::STATE_COMPLETED);
  *phase->mutable_complete_date() = today;
  return absl::OkStatus();
}

}  // namespace lotse::engagement
