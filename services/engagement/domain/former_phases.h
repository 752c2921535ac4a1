#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"

// What version 0.1.0 kept inside programmes and engagements, in its present form. Nothing
// of it is lost: ids, titles, order, states and days are taken over.
namespace lotse::engagement {

// Whether there is anything to take over.
bool HasFormerPhases(const v1alpha::Programme& programme);
// Also where it has no state: version 0.1.0 knew none.
bool HasFormerPhases(const v1alpha::Engagement& engagement);

// The published template `former` with the phases of the programme, in which there are
// none afterwards. The programme has some.
v1alpha::PhaseTemplate TakePhases(absl::Time now, v1alpha::Programme* programme);

// The track `gesamt` of an engagement and its phases.
struct FormerCourse {
  v1alpha::Track track;
  std::vector<v1alpha::Phase> phases;
};

// The course of an engagement, in which there are no phases afterwards; without phases no
// track. An engagement without a state becomes ACTIVE if a phase was started, else a DRAFT.
FormerCourse TakePhases(absl::Time now, v1alpha::Engagement* engagement);

// Name of the template that the phases of a programme are taken into.
std::string FormerTemplateOf(const std::string& programme);

}  // namespace lotse::engagement
