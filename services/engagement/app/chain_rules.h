#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of findings, needs, goals, measures and milestones.
void AddChainRules(resource::Standard* standard);

}  // namespace lotse::engagement
