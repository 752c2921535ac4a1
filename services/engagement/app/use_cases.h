#pragma once

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "runtime/resource/tx.h"

// What lotse-engagement does beside the standard methods, one function per method.
// Errors and effects are documented at the methods in proto/lotse/engagement/v1alpha.
namespace lotse::engagement {

using resource::Tx;

absl::Status StartPhase(Tx& tx, const v1alpha::StartPhaseRequest& q, v1alpha::Engagement* r);
absl::Status CompletePhase(Tx& tx, const v1alpha::CompletePhaseRequest& q, v1alpha::Engagement* r);

}  // namespace lotse::engagement
