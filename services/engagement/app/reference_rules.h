#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of reference data: territories and code lists.
void AddReferenceRules(resource::Standard* standard);

}  // namespace lotse::engagement
