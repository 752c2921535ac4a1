#pragma once

#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "runtime/resource/tx.h"

// Use cases of findings; errors as finding_service.proto says.
namespace lotse::engagement {

absl::Status DecideFinding(resource::Tx& tx, const v1alpha::DecideFindingRequest& q,
                           v1alpha::Finding* r);

}  // namespace lotse::engagement
