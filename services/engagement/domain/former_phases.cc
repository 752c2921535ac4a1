#include "services/engagement/domain/former_phases.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "runtime/types/date.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;
using v1alpha::FormerPhase;
using v1alpha::FormerPhaseTemplate;
using v1alpha::Phase;
using v1alpha::PhaseTemplate;
using v1alpha::Programme;
using v1alpha::Track;

// Between the positions of two phases others can be put in.
constexpr int kStep = 100;

type::v1alpha::Text TextOf(const char* german, const char* english) {
  type::v1alpha::Text text;
  for (const auto& [language, wording] : {std::pair("de", german), std::pair("en", english)}) {
    auto* variant = text.add_variants();
    variant->set_language(language);
    variant->set_text(wording);
  }
  return text;
}

template <class Resource>
void SetTimes(absl::Time now, Resource* resource) {
  *resource->mutable_create_time() = types::ToTimestamp(now);
  *resource->mutable_update_time() = types::ToTimestamp(now);
}

Phase::State StateOf(FormerPhase::State state) {
  switch (state) {
    case FormerPhase::STATE_ACTIVE:
      return Phase::STATE_ACTIVE;
    case FormerPhase::STATE_COMPLETED:
      return Phase::STATE_COMPLETED;
    default:
      return Phase::STATE_PLANNED;
  }
}

Phase PhaseOf(absl::Time now, const std::string& track, int position, const FormerPhase& former) {
  Phase phase;
  phase.set_name(absl::StrCat(track, "/phases/", former.phase_id()));
  *phase.mutable_title() = former.title();
  phase.set_phase_id(former.phase_id());
  phase.set_position(position);
  phase.set_state(StateOf(former.state()));
  if (former.has_start_date()) *phase.mutable_start_date() = former.start_date();
  if (former.has_complete_date()) *phase.mutable_complete_date() = former.complete_date();
  SetTimes(now, &phase);
  return phase;
}

}  // namespace

bool HasFormerPhases(const Programme& programme) {
  return !programme.former_phase_templates().empty();
}

bool HasFormerPhases(const Engagement& engagement) {
  return !engagement.former_phases().empty() || engagement.state() == Engagement::STATE_UNSPECIFIED;
}

std::string FormerTemplateOf(const std::string& programme) {
  return absl::StrCat(programme, "/phaseTemplates/former");
}

PhaseTemplate TakePhases(absl::Time now, Programme* programme) {
  PhaseTemplate taken;
  taken.set_name(FormerTemplateOf(programme->name()));
  *taken.mutable_title() = TextOf("Phasen aus Version 0.1.0", "Phases of version 0.1.0");
  taken.set_version("0.1.0");
  taken.set_state(PhaseTemplate::STATE_PUBLISHED);
  for (const FormerPhaseTemplate& former : programme->former_phase_templates()) {
    auto* phase = taken.add_phases();
    phase->set_phase_id(former.phase_id());
    *phase->mutable_title() = former.title();
  }
  SetTimes(now, &taken);
  programme->clear_former_phase_templates();
  return taken;
}

FormerCourse TakePhases(absl::Time now, Engagement* engagement) {
  const auto& former = engagement->former_phases();
  if (engagement->state() == Engagement::STATE_UNSPECIFIED) {
    const bool begun = std::any_of(former.begin(), former.end(), [](const FormerPhase& phase) {
      return phase.state() > FormerPhase::STATE_PLANNED;
    });
    engagement->set_state(begun ? Engagement::STATE_ACTIVE : Engagement::STATE_DRAFT);
  }
  FormerCourse course;
  if (former.empty()) return course;
  course.track.set_name(absl::StrCat(engagement->name(), "/tracks/gesamt"));
  *course.track.mutable_title() = TextOf("Gesamt", "Whole");
  SetTimes(now, &course.track);
  for (const FormerPhase& phase : former) {
    const int position = kStep * (1 + static_cast<int>(course.phases.size()));
    course.phases.push_back(PhaseOf(now, course.track.name(), position, phase));
  }
  engagement->clear_former_phases();
  return course;
}

}  // namespace lotse::engagement
