// Opening a phase again.
#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

using engagement::v1alpha::Goal;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Phase;
using Item = engagement::v1alpha::PhaseTemplateItem;

namespace {

template <class R>
void CheckMarked(const R* is, Faults* faults) {
  faults->Saw("what stands on a phase that is opened again");
  if (is != nullptr && !is->stale()) {
    faults->push_back(absl::StrCat("18: ", is->name(), " stands on what was opened again"));
  }
}

// Whether something that serves `serves` comes with the phase or behind it, in any of the phases
// of it; or whether nothing serves it, so that nobody can say where it comes.
bool IsBefore(const State& state, const Phase& phase, Item::Serves serves) {
  bool any = false;
  for (const Phase* other : state.LiveBelow<Phase>(ParentOf(phase.name()))) {
    if (other->serves() != serves) continue;
    any = true;
    if (phase.position() <= other->position()) return true;
  }
  return !any;
}

void CheckReopened(const Step& step, const Phase& phase, Faults* faults) {
  const std::string track = ParentOf(phase.name());
  for (const Phase* other : step.before.LiveBelow<Phase>(track)) {
    const bool worked_on =
        other->state() >= Phase::STATE_ACTIVE && other->state() <= Phase::STATE_REOPENED;
    if (worked_on && other->position() > phase.position()) {
      CheckMarked(step.after.Get<Phase>(other->name()), faults);
    }
  }
  const auto touches = [&](const auto& resource) {
    return resource.track().empty() || resource.track() == track;
  };
  for (const Goal* goal : step.before.LiveBelow<Goal>(EngagementOf(track))) {
    if (goal->state() == Goal::STATE_ADOPTED && touches(*goal) &&
        IsBefore(step.before, phase, Item::SERVES_GOALS)) {
      CheckMarked(step.after.Get<Goal>(goal->name()), faults);
    }
  }
  for (const Measure* measure : step.before.LiveBelow<Measure>(EngagementOf(track))) {
    if (IsApproved(*measure) && touches(*measure) &&
        IsBefore(step.before, phase, Item::SERVES_MEASURES)) {
      CheckMarked(step.after.Get<Measure>(measure->name()), faults);
    }
  }
}

// Whether the step is somebody's look at the resource: it is confirmed, or decided about again.
bool IsLookedAt(const Step& step, const std::string& name) {
  if (step.Field("name") != name) return false;
  const std::string deed = step.Deed();
  return absl::StartsWith(deed, "Confirm") || deed == "DecideGoalRequest GOAL_STEP_ADOPT" ||
         deed == "DecideMeasureRequest MEASURE_STEP_APPROVE" ||
         absl::StartsWith(deed, "DecideGateRequest VERDICT_");
}

// Only opening a phase again marks, and only a look takes the mark away.
template <class R>
void CheckMarks(const Step& step, Faults* faults) {
  const bool reopens = step.Deed() == "MovePhaseRequest PHASE_STEP_REOPEN";
  for (const R* was : step.before.All<R>()) {
    const R* is = step.after.Get<R>(was->name());
    if (is == nullptr || was->stale() == is->stale()) continue;
    const bool right = is->stale() ? reopens : IsLookedAt(step, was->name());
    if (right) continue;
    faults->push_back(absl::StrCat(
        "18: ", was->name(), is->stale() ? " is stale" : " is no more stale", " by ", step.Deed()));
  }
}

}  // namespace

void CheckStale(const Step& step, Faults* faults) {
  for (const Phase* phase : step.after.All<Phase>()) {
    const auto* was = step.before.Get<Phase>(phase->name());
    if (phase->state() != Phase::STATE_REOPENED || was == nullptr ||
        was->state() == Phase::STATE_REOPENED) {
      continue;
    }
    CheckReopened(step, *phase, faults);
  }
  CheckMarks<Phase>(step, faults);
  CheckMarks<Goal>(step, faults);
  CheckMarks<Measure>(step, faults);
}

}  // namespace lotse::invariants
