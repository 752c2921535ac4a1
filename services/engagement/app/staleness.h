#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "runtime/resource/tx.h"

// Invariant 18: what was decided before a phase was opened again is looked at again.
namespace lotse::engagement {

// Marks the goals that are adopted, and the measures that were approved and not cancelled,
// as stale, if they stand on `reopened`, a phase that was opened again: those of its track,
// and those of the whole engagement. Deletes nothing. The log refers to
// the reason of `reopened`.
absl::Status MarkStale(resource::Tx& tx, const v1alpha::Phase& reopened);

// WRONG_STATE if something that shall be confirmed is not stale.
absl::Status CheckStale(const std::string& name, bool stale);

}  // namespace lotse::engagement
