#pragma once

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/territory_service.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Takes rows of an official list in. Errors are documented at the method.
absl::Status ImportTerritories(resource::Tx& tx, const v1alpha::ImportTerritoriesRequest& q,
                               v1alpha::ImportTerritoriesResponse* r);

}  // namespace lotse::engagement
