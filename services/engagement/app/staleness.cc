#include "services/engagement/app/staleness.h"

#include <vector>

#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/gate_order.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/measure_rules.h"
#include "services/engagement/domain/track_checks.h"

namespace lotse::engagement {

using resource::Tx;
using Item = v1alpha::PhaseTemplateItem;

namespace {

// Marks those resources of a kind in the engagement of `track` that belong to it, or to the
// whole engagement, and that `stands` is true for.
template <class R>
absl::Status Mark(Tx& tx, absl::string_view track, const std::string& reason,
                  bool (*stands)(const R&)) {
  std::vector<R> all;
  if (absl::Status s = LoadAll(tx, schema::ParentOf(track), &all); !s.ok()) return s;
  for (R& resource : all) {
    if (!IsOfTrack(resource, track) || resource.stale() || !stands(resource)) continue;
    resource.set_stale(true);
    if (absl::Status s = tx.Save("MARK_STALE", reason, &resource); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MarkStale(Tx& tx, const v1alpha::Phase& reopened) {
  const std::string track(schema::ParentOf(reopened.name()));
  const std::string reason = ReasonSeen(reopened.name());
  std::vector<v1alpha::Phase> phases;
  if (absl::Status s = LoadAll(tx, track, &phases); !s.ok()) return s;
  if (StandsOn(phases, Item::SERVES_GOALS, reopened)) {
    if (absl::Status s = Mark<v1alpha::Goal>(tx, track, reason, &IsAdopted); !s.ok()) return s;
  }
  if (!StandsOn(phases, Item::SERVES_MEASURES, reopened)) return absl::OkStatus();
  return Mark<v1alpha::Measure>(tx, track, reason, [](const v1alpha::Measure& measure) {
    const bool cancelled = measure.state() == v1alpha::Measure::STATE_CANCELLED;
    return IsRunning(measure) || (IsOver(measure) && !cancelled);
  });
}

absl::Status CheckStale(const std::string& name, bool stale) {
  if (stale) return absl::OkStatus();
  return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, name,
                           {"ist nicht überprüfungsbedürftig; es gibt nichts zu bestätigen",
                            "is not stale; there is nothing to confirm"});
}

}  // namespace lotse::engagement
