#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"

namespace lotse::engagement {

// Starts a phase: PLANNED to ACTIVE, only if all phases before it are complete,
// because goals follow stock-taking and measures follow goals (D-191). Errors:
// INVALID_FIELDS (no such phase), PHASE_ORDER.
absl::Status StartPhase(absl::string_view phase_id, const google::type::Date& today,
                        v1alpha::Engagement* engagement);

// Completes a phase: ACTIVE to COMPLETED. Errors: INVALID_FIELDS, PHASE_ORDER.
absl::Status CompletePhase(absl::string_view phase_id, const google::type::Date& today,
                           v1alpha::Engagement* engagement);

}  // namespace lotse::engagement
