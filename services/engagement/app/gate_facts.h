#pragma once

#include "absl/status/statusor.h"
#include "runtime/resource/tx.h"
#include "services/engagement/domain/gate_rules.h"

namespace lotse::engagement {

// Finds out what stands against the criteria of a phase that the server checks itself. Reads
// the goals, measures, indicators and action items of its engagement, as far as a criterion
// asks about them.
absl::StatusOr<GateFacts> LoadGateFacts(resource::Tx& tx, const v1alpha::Phase& phase);

}  // namespace lotse::engagement
