#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::engagement {

// What is wrong with a track by itself, with paths from `track`.
rpc::FieldViolations CheckTrack(const v1alpha::Track& track);

// Distance between the positions of two phases that are copied, so that others can be put
// between them.
inline constexpr int kPositionStep = 100;

// The phases that a track gets from a template, in order, with names below `track`. Their
// planned days follow from `start`, the first day of the engagement, where the template
// says in which month they begin and end.
std::vector<v1alpha::Phase> CopyPhases(const v1alpha::PhaseTemplate& phase_template,
                                       absl::string_view track, const google::type::Date& start);

}  // namespace lotse::engagement
