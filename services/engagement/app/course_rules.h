#pragma once

#include "runtime/resource/standard.h"

namespace lotse::engagement {

// Binds the rules of the course of an engagement: agreements, tracks, phases, action items,
// bodies and what they decide.
void AddCourseRules(resource::Standard* standard);

}  // namespace lotse::engagement
