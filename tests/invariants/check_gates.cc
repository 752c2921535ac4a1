// Gates, the order of phases, and opening them again.
#include <algorithm>
#include <set>

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

// Whether something belongs to a track, or to the whole engagement.
template <class R>
bool IsOf(const R& resource, const std::string& track) {
  return resource.track().empty() || resource.track() == track;
}

// The adopted action goals of a track.
std::vector<const Goal*> GoalsOf(const State& state, const std::string& track) {
  std::vector<const Goal*> goals;
  for (const Goal* goal : state.LiveBelow<Goal>(EngagementOf(track))) {
    const bool adopted = goal->state() == Goal::STATE_ADOPTED;
    if (adopted && goal->level() == Goal::LEVEL_ACTION && IsOf(*goal, track)) {
      goals.push_back(goal);
    }
  }
  return goals;
}

bool HasOverload(const State& state, const std::string& track) {
  const std::vector<std::string> overloads = Overloads(state, EngagementOf(track));
  const auto* is = state.Get<Track>(track);
  std::set<std::string> units(is->org_units().begin(), is->org_units().end());
  for (const auto& capacity : is->capacities()) units.insert(capacity.org_unit());
  return std::any_of(overloads.begin(), overloads.end(), [&](const std::string& overload) {
    return units.contains(overload.substr(0, overload.find(' ')));
  });
}

// Whether a criterion that the server checks holds in a track.
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
        return !IsOf(*indicator, track) || indicator->baseline().has_value() ||
               Says(indicator->baseline().waiver_reason());
      });
    }
    case PhaseCriterion::CHECK_MEASURES_FINAL: {
      const auto all = state.LiveBelow<Measure>(engagement);
      return std::all_of(all.begin(), all.end(), [&](const Measure* measure) {
        return !IsOf(*measure, track) || measure->state() >= Measure::STATE_DONE;
      });
    }
    case PhaseCriterion::CHECK_ACTION_ITEMS_CLOSED: {
      const auto all = state.LiveBelow<ActionItem>(engagement);
      return std::all_of(all.begin(), all.end(), [&](const ActionItem* item) {
        const bool elsewhere = !item->phase().empty() && ParentOf(item->phase()) != track;
        return elsewhere || item->state() != ActionItem::STATE_OPEN;
      });
    }
    default:
      return false;
  }
}

bool IsMet(const State& state, const std::string& track, const GateCriterion& criterion) {
  const bool manual = criterion.check() == PhaseCriterion::CHECK_UNSPECIFIED ||
                      criterion.check() == PhaseCriterion::CHECK_MANUAL;
  if (manual) return criterion.result() == GateCriterion::RESULT_MET;
  return Holds(state, track, criterion.check());
}

// By what was asked for before it was decided.
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

void CheckVerdict(const Step& step, const Phase* was, const Phase& phase, Faults* faults) {
  const GateVerdict& verdict = phase.verdicts(phase.verdicts_size() - 1);
  if (was == nullptr || was->state() != Phase::STATE_IN_GATE) {
    return faults->push_back(absl::StrCat("7: ", phase.name(), " was not at its gate"));
  }
  switch (verdict.verdict()) {
    case GateVerdict::VERDICT_PASSED:
      return CheckPassed(step, *was, faults);
    case GateVerdict::VERDICT_PASSED_WITH_CONDITIONS:
      return CheckConditions(step, phase, verdict, faults);
    case GateVerdict::VERDICT_WAIVED:
      if (was->waivable() && !verdict.reason().empty()) return;
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

}  // namespace

bool IsApproved(const Measure& measure) {
  return measure.state() >= Measure::STATE_APPROVED && measure.state() <= Measure::STATE_SUSTAINED;
}

void CheckGates(const Step& step, Faults* faults) {
  for (const Phase* phase : step.after.All<Phase>()) {
    const auto* was = step.before.Get<Phase>(phase->name());
    const int before = was == nullptr ? 0 : was->verdicts_size();
    if (phase->verdicts_size() > before) CheckVerdict(step, was, *phase, faults);
    const bool completed = phase->state() == Phase::STATE_COMPLETED;
    if (completed && (was == nullptr || was->state() != Phase::STATE_COMPLETED) &&
        phase->verdicts_size() == before) {
      faults->push_back(absl::StrCat("7: ", phase->name(), " is complete without a decision"));
    }
    const bool skipped = phase->state() == Phase::STATE_SKIPPED;
    if (skipped &&
        (was == nullptr || (was->state() != Phase::STATE_SKIPPED && !was->skippable()))) {
      faults->push_back(absl::StrCat("7: ", phase->name(), " may not be skipped"));
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

}  // namespace lotse::invariants
