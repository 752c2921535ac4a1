#pragma once

#include <memory>

#include "tests/invariants/dice.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

// A decision that takes the place of one that holds, or its adoption: by chance alone both would
// seldom come together.
std::unique_ptr<Message> AboutReplaced(const State& state, Dice* dice);

}  // namespace lotse::invariants
