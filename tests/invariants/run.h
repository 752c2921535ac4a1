#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/invariants/state.h"

namespace lotse::invariants {

using Numbers = std::vector<uint64_t>;

// What a run was like.
struct Outcome {
  Faults faults;
  // The commands that were given, and what came of each.
  std::vector<std::string> story;
  // How often what was done, as Step::Deed says it.
  std::map<std::string, int> done;
  int refused = 0;
  // After how many of the numbers it was over.
  size_t length = 0;
};

// Gives the commands that the numbers stand for, one after the other in a house of its own, until
// an invariant breaks. Looks in the end whether index, links and the chain of the logs hold.
Outcome Run(const Numbers& numbers);

}  // namespace lotse::invariants
