#pragma once

#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of the course of an engagement: agreements, tracks, phases, action items,
// bodies and what they decide.
void AddCourseRules(resource::Standard* standard);

// What holds of these among others in whatever state they are; for what is brought back.
//
// INVALID_FIELDS: an engagement that does not fit into its programme, or whose phase template
// is of another one or was never published.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::Engagement& engagement);
// As CheckAmongVersions.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::Agreement& agreement);
// INVALID_FIELDS: a phase at the position of another one of its track.
absl::Status CheckPlace(resource::Tx& tx, const v1alpha::Phase& phase);

}  // namespace lotse::engagement
