#pragma once

#include <memory>

#include "absl/time/civil_time.h"
#include "tests/invariants/dice.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

// Something about the indicators of the programme and what inherits them in both engagements: a
// value is entered or goes on, a definition is changed or followed, or an indicator is inherited
// anew. Now and then a category of a value, of a locked one if there is any, is to be another.
std::unique_ptr<Message> AboutShared(const State& state, absl::CivilDay today, Dice* dice);

}  // namespace lotse::invariants
