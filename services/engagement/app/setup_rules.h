#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of what is set up before an engagement begins: programmes and
// administrations with what belongs to them.
void AddSetupRules(resource::Standard* standard);

}  // namespace lotse::engagement
