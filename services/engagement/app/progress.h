#pragma once

#include "lotse/engagement/v1alpha/progress_service.pb.h"
#include "runtime/resource/tx.h"

// Questions about how far engagements are; errors as progress_service.proto says.
namespace lotse::engagement {

absl::Status ListGaps(resource::Tx& tx, const v1alpha::ListGapsRequest& q,
                      v1alpha::ListGapsResponse* r);
absl::Status ListDueItems(resource::Tx& tx, const v1alpha::ListDueItemsRequest& q,
                          v1alpha::ListDueItemsResponse* r);
absl::Status GetCapacity(resource::Tx& tx, const v1alpha::GetCapacityRequest& q,
                         v1alpha::GetCapacityResponse* r);

}  // namespace lotse::engagement
