#pragma once

#include <string>

#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "runtime/resource/tx.h"

namespace lotse::engagement {

// Whether the gates before what `serves` says are passed in `track`, which is empty for
// what belongs to the whole engagement: then there is none. GATE_NOT_PASSED; OK with an
// `override_reason`.
absl::Status CheckGate(resource::Tx& tx, const std::string& track,
                       v1alpha::PhaseTemplateItem::Serves serves,
                       const std::string& override_reason);

// What a decision says in the change log: its reason, and why the gate was passed over.
std::string ReasonsOf(const std::string& reason, const std::string& override_reason);

}  // namespace lotse::engagement
