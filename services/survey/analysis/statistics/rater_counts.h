#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"

namespace lotse::survey::statistics {

// How many raters gave each code to the unit: `counts` has one number per category, the first for
// code 1. A code that is 0 or above them is none. The sum is returned.
inline int64_t CountCodes(absl::Span<const absl::Span<const uint8_t>> raters, size_t unit,
                          absl::Span<int64_t> counts) {
  for (int64_t& count : counts) count = 0;
  int64_t sum = 0;
  for (const absl::Span<const uint8_t> rater : raters) {
    const size_t code = rater[unit];
    if (code == 0 || code > counts.size()) continue;
    ++counts[code - 1];
    ++sum;
  }
  return sum;
}

}  // namespace lotse::survey::statistics
