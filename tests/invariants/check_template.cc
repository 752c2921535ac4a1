// What a gate asks for comes from the template and stays.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "tests/invariants/checks.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Phase;

namespace {

bool IsManual(api::PhaseCriterion::Check check) {
  return check == api::PhaseCriterion::CHECK_UNSPECIFIED ||
         check == api::PhaseCriterion::CHECK_MANUAL;
}

// Whether one of the phases has the criterion as it was given.
bool HasCriterion(const std::vector<const Phase*>& phases, const api::PhaseCriterion& given) {
  bool found = false;
  for (const Phase* phase : phases) {
    for (const auto& is : phase->criteria()) {
      const bool same =
          is.mandatory() == given.mandatory() &&
          (is.check() == given.check() || (IsManual(is.check()) && IsManual(given.check())));
      found |= is.criterion_id() == given.criterion_id() && same;
    }
  }
  return found;
}

bool HasDeliverable(const std::vector<const Phase*>& phases, const api::PhaseDeliverable& given) {
  bool found = false;
  for (const Phase* phase : phases) {
    for (const auto& is : phase->deliverables()) {
      found |= is.deliverable_id() == given.deliverable_id() && is.mandatory() == given.mandatory();
    }
  }
  return found;
}

// A phase of the template, in a track: what it was split into has all of it together.
void CheckItem(const State& state, const api::Track& track, const api::PhaseTemplateItem& item,
               Faults* faults) {
  std::vector<const Phase*> phases = state.LiveBelow<Phase>(track.name());
  std::erase_if(phases, [&](const Phase* phase) { return phase->phase_id() != item.phase_id(); });
  const auto fault = [&](const std::string& what) {
    faults->push_back(absl::StrCat("7: ", track.name(), " ", item.phase_id(), " ", what));
  };
  if (phases.empty()) fault("is not there");
  for (const Phase* phase : phases) {
    const bool same = phase->serves() == item.serves() && phase->skippable() == item.skippable() &&
                      phase->waivable() == item.waivable();
    if (!same) fault("is not what it was");
  }
  for (const auto& criterion : item.criteria()) {
    if (!HasCriterion(phases, criterion)) fault("lost " + criterion.criterion_id());
  }
  for (const auto& deliverable : item.deliverables()) {
    if (!HasDeliverable(phases, deliverable)) fault("lost " + deliverable.deliverable_id());
  }
}

}  // namespace

void CheckTemplate(const Step& step, Faults* faults) {
  for (const auto* engagement : step.after.All<api::Engagement>()) {
    const auto* given = step.after.Get<api::PhaseTemplate>(engagement->phase_template());
    if (given == nullptr) continue;
    for (const auto* track : step.after.LiveBelow<api::Track>(engagement->name())) {
      for (const auto& item : given->phases()) CheckItem(step.after, *track, item, faults);
    }
  }
}

}  // namespace lotse::invariants
