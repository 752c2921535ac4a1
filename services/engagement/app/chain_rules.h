#pragma once

#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of findings, needs, goals, measures and milestones.
void AddChainRules(resource::Standard* standard);

// Whether a goal lies in the tree as it should. A parent that is not there is told with
// all other references.
absl::Status CheckTree(resource::Tx& tx, const v1alpha::Goal& goal);

// Whether a measure serves action goals only.
absl::Status CheckServes(resource::Tx& tx, const v1alpha::Measure& measure);

}  // namespace lotse::engagement
