#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/random/random.h"

namespace lotse::survey {

// Takes `count` of them off by lot.
inline std::vector<std::string> DrawLots(std::vector<std::string>* from, int64_t count) {
  thread_local absl::BitGen random;
  std::shuffle(from->begin(), from->end(), random);
  std::vector<std::string> drawn(from->end() - count, from->end());
  from->resize(from->size() - count);
  return drawn;
}

}  // namespace lotse::survey
