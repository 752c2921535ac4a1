#pragma once

#include "absl/status/statusor.h"
#include "runtime/resource/store.h"

namespace lotse::engagement {

// What became of programmes and engagements that version 0.1.0 wrote.
struct FormerPhasesTaken {
  // Programmes and engagements that were brought to the present form.
  int taken = 0;
  // Owners that could not be read, since the store is damaged there, or whose phases cannot
  // be taken over; left as they are.
  int unread = 0;
};

// Takes the phases that version 0.1.0 kept inside programmes and engagements over into phase
// templates and tracks, deleted ones too: one transaction for each, in which the log gets
// the verb IMPORT for what is made and TAKE_PHASES_OVER for what it was taken from, both of
// the actor `lotse-engagement`. What was taken over is not taken again. Before calls are
// served. STORE_UNAVAILABLE.
absl::StatusOr<FormerPhasesTaken> TakeFormerPhases(resource::Store* store);

}  // namespace lotse::engagement
