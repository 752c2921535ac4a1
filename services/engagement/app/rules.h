#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Adds what holds for programmes, administrations and engagements beyond the
// annotations of their protos.
void AddRules(resource::Standard* standard);

}  // namespace lotse::engagement
