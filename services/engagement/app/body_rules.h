#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Adds what holds for bodies, decisions and minutes beyond the annotations of their protos.
void AddBodyRules(resource::Standard* standard);

}  // namespace lotse::engagement
