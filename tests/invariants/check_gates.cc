// Gates, the order of phases, and opening them again.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

using engagement::v1alpha::ActionItem;
using engagement::v1alpha::GateCriterion;
using engagement::v1alpha::GateDeliverable;
using engagement::v1alpha::GateVerdict;
using engagement::v1alpha::Goal;
using engagement::v1alpha::Indicator;
using engagement::v1alpha::Measure;
using engagement::v1alpha::Phase;
using engagement::v1alpha::PhaseCriterion;
using engagement::v1alpha::Track;
using Item = engagement::v1alpha::PhaseTemplateItem;

namespace {

bool IsOver(const Phase& phase) {
  return phase.state() == Phase::STATE_COMPLETED || phase.state() == Phase::STATE_SKIPPED;
}

bool HasMeasure(const State& state, const Goal& goal) {
  if (Says(goal.no_measure_reason())) return true;
  for (const Measure* measure : state.LiveBelow<Measure>(EngagementOf(goal.name()))) {
    if (measure->state() == Measure::STATE_CANCELLED) continue;
    for (const auto& link : measure->goals()) {
      if (link.goal() == goal.name()) return true;
    }
  }
  return false;
}

// The adopted action goals of a track.
std::vector<const Goal*> GoalsOf(const State& state, const std::string& track) {
  std::vector<const Goal*> goals;
  for (const Goal* goal : state.LiveBelow<Goal>(EngagementOf(track))) {
    const bool adopted = goal->state() == Goal::STATE_ADOPTED;
    if (adopted && goal->level() == Goal::LEVEL_ACTION && goal->track() == track) {
      goals.push_back(goal);
    }
  }
  return goals;
}

bool HasOverload(const State& state, const std::string& track) {
  const std::vector<std::string> overloads = Overloads(state, EngagementOf(track));
  for (const auto& capacity : state.Get<Track>(track)->capacities()) {
    for (const std::string& overload : overloads) {
      if (absl::StartsWith(overload, capacity.org_unit() + " ")) return true;
    }
  }
  return false;
}

// Whether a criterion that the server checks holds, as far as it is about the track alone.
bool Holds(const State& state, const std::string& track, PhaseCriterion::Check check) {
  const std::string engagement = EngagementOf(track);
  switch (check) {
    case PhaseCriterion::CHECK_CAPACITY:
      return !HasOverload(state, track);
    case PhaseCriterion::CHECK_GOALS_COMPLETE: {
      const auto goals = GoalsOf(state, track);
      return std::all_of(goals.begin(), goals.end(),
                         [&](const Goal* goal) { return IsComplete(state, *goal); });
    }
    case PhaseCriterion::CHECK_GOALS_HAVE_MEASURES: {
      const auto goals = GoalsOf(state, track);
      return std::all_of(goals.begin(), goals.end(),
                         [&](const Goal* goal) { return HasMeasure(state, *goal); });
    }
    case PhaseCriterion::CHECK_BASELINES: {
      const auto all = state.LiveBelow<Indicator>(engagement);
      return std::all_of(all.begin(), all.end(), [&](const Indicator* indicator) {
        return indicator->track() != track || indicator->baseline().has_value() ||
               Says(indicator->baseline().waiver_reason());
      });
    }
    case PhaseCriterion::CHECK_MEASURES_FINAL: {
      const auto all = state.LiveBelow<Measure>(engagement);
      return std::all_of(all.begin(), all.end(), [&](const Measure* measure) {
        return measure->track() != track || measure->state() >= Measure::STATE_DONE;
      });
    }
    default:
      return true;
  }
}

bool IsMet(const State& state, const std::string& track, const GateCriterion& criterion) {
  const bool manual = criterion.check() == PhaseCriterion::CHECK_UNSPECIFIED ||
                      criterion.check() == PhaseCriterion::CHECK_MANUAL;
  if (manual) return criterion.result() == GateCriterion::RESULT_MET;
  return Holds(state, track, criterion.check());
}

void CheckPassed(const Step& step, const Phase& phase, Faults* faults) {
  const std::string track = ParentOf(phase.name());
  for (const GateCriterion& criterion : phase.criteria()) {
    if (!criterion.mandatory() || IsMet(step.before, track, criterion)) continue;
    faults->push_back(
        absl::StrCat("7: ", phase.name(), " passed without ", criterion.criterion_id()));
  }
  for (const GateDeliverable& deliverable : phase.deliverables()) {
    if (!deliverable.mandatory() || deliverable.state() == GateDeliverable::STATE_APPROVED)
      continue;
    faults->push_back(
        absl::StrCat("7: ", phase.name(), " passed without ", deliverable.deliverable_id()));
  }
}

void CheckConditions(const Step& step, const Phase& phase, const GateVerdict& verdict,
                     Faults* faults) {
  if (verdict.conditions().empty()) {
    faults->push_back(absl::StrCat("7: ", phase.name(), " has a condition that is none"));
  }
  for (const std::string& name : verdict.conditions()) {
    const auto* item = step.after.Live<ActionItem>(name);
    const bool is_new = step.before.Get<ActionItem>(name) == nullptr;
    if (is_new && item != nullptr && item->has_due_date() && item->phase() == phase.name())
      continue;
    faults->push_back(absl::StrCat("7: ", phase.name(), " did not make ", name));
  }
}

void CheckVerdict(const Step& step, const Phase& phase, Faults* faults) {
  const GateVerdict& verdict = phase.verdicts(phase.verdicts_size() - 1);
  switch (verdict.verdict()) {
    case GateVerdict::VERDICT_PASSED:
      return CheckPassed(step, phase, faults);
    case GateVerdict::VERDICT_PASSED_WITH_CONDITIONS:
      return CheckConditions(step, phase, verdict, faults);
    case GateVerdict::VERDICT_WAIVED:
      if (phase.waivable() && !verdict.reason().empty()) return;
      faults->push_back(absl::StrCat("7: ", phase.name(), " may not be waived like that"));
      return;
    default:
      if (IsOver(phase)) faults->push_back(absl::StrCat("7: ", phase.name(), " failed its gate"));
  }
}

// Whether every phase before the first that serves `serves` is over.
bool MayBegin(const State& state, const std::string& track, Item::Serves serves) {
  const auto phases = state.LiveBelow<Phase>(track);
  int first = 0;
  for (const Phase* phase : phases) {
    if (phase->serves() != serves) continue;
    if (first == 0 || phase->position() < first) first = phase->position();
  }
  return std::all_of(phases.begin(), phases.end(), [&](const Phase* phase) {
    return phase->position() >= first || IsOver(*phase);
  });
}

// Whether somebody passes over the gate, with a reason, for this resource: for the one that is
// decided about, and for no other.
bool IsOverridden(const Step& step, const std::string& name) {
  const std::string deed = step.Deed();
  const bool decides = deed == "DecideGoalRequest GOAL_STEP_ADOPT" ||
                       deed == "DecideMeasureRequest MEASURE_STEP_APPROVE";
  return decides && step.Field("name") == name && !step.Field("override_reason").empty();
}

// What was not adopted or approved in this track before may be so only behind the gate.
template <class R>
void CheckBehindGate(const Step& step, const R& resource, Item::Serves serves,
                     bool (*counts)(const R&), Faults* faults) {
  if (!counts(resource) || resource.track().empty()) return;
  const auto* was = step.before.Get<R>(resource.name());
  if (was != nullptr && counts(*was) && was->track() == resource.track()) return;
  if (MayBegin(step.before, resource.track(), serves)) return;
  if (IsOverridden(step, resource.name())) return faults->Saw("gate that is passed over");
  faults->push_back(
      absl::StrCat("8: ", resource.name(), " came before the gate of ", resource.track()));
}

template <class R>
void CheckMarked(const R* is, Faults* faults) {
  if (is != nullptr && !is->stale()) {
    faults->push_back(absl::StrCat("18: ", is->name(), " stands on what was opened again"));
  }
}

// Whether something that serves `serves` comes with the phase or behind it.
bool IsBefore(const State& state, const Phase& phase, Item::Serves serves) {
  for (const Phase* other : state.LiveBelow<Phase>(ParentOf(phase.name()))) {
    if (other->serves() == serves && phase.position() <= other->position()) return true;
  }
  return false;
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

template <class R>
void CheckStaysMarked(const Step& step, Faults* faults) {
  if (!absl::StartsWith(step.RequestName(), "Update")) return;
  for (const R* was : step.before.All<R>()) {
    const R* is = step.after.Get<R>(was->name());
    if (!was->stale() || is == nullptr || is->stale()) continue;
    faults->push_back(absl::StrCat("18: ", was->name(), " is not stale any more by a change"));
  }
}

}  // namespace

bool IsApproved(const Measure& measure) {
  return measure.state() >= Measure::STATE_APPROVED && measure.state() <= Measure::STATE_SUSTAINED;
}

void CheckGates(const Step& step, Faults* faults) {
  for (const Phase* phase : step.after.All<Phase>()) {
    const auto* was = step.before.Get<Phase>(phase->name());
    const int before = was == nullptr ? 0 : was->verdicts_size();
    if (phase->verdicts_size() > before) CheckVerdict(step, *phase, faults);
    const bool completed = phase->state() == Phase::STATE_COMPLETED;
    if (completed && (was == nullptr || was->state() != Phase::STATE_COMPLETED) &&
        phase->verdicts_size() == before) {
      faults->push_back(absl::StrCat("7: ", phase->name(), " is complete without a decision"));
    }
  }
  for (const Goal* goal : step.after.All<Goal>()) {
    CheckBehindGate<Goal>(
        step, *goal, Item::SERVES_GOALS,
        [](const Goal& g) {
          return g.state() >= Goal::STATE_ADOPTED && g.state() <= Goal::STATE_NOT_ACHIEVED;
        },
        faults);
  }
  for (const Measure* measure : step.after.All<Measure>()) {
    CheckBehindGate<Measure>(step, *measure, Item::SERVES_MEASURES, &IsApproved, faults);
  }
}

void CheckStale(const Step& step, Faults* faults) {
  for (const Phase* phase : step.after.All<Phase>()) {
    const auto* was = step.before.Get<Phase>(phase->name());
    if (phase->state() != Phase::STATE_REOPENED || was == nullptr ||
        was->state() == Phase::STATE_REOPENED) {
      continue;
    }
    CheckReopened(step, *phase, faults);
  }
  CheckStaysMarked<Phase>(step, faults);
  CheckStaysMarked<Goal>(step, faults);
  CheckStaysMarked<Measure>(step, faults);
}

}  // namespace lotse::invariants
