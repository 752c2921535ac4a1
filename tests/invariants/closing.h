#pragma once

#include <memory>

#include "tests/invariants/dice.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

// The next thing to do on the way to the end of the engagement: by chance alone it would never
// be closed. Now and then it is closed too early.
std::unique_ptr<Message> TowardsTheEnd(const State& state, Dice* dice);

}  // namespace lotse::invariants
