#pragma once

#include <cstdint>
#include <vector>

namespace lotse::reporting {

// An axis with round labels, in whole numbers: no division leaves a rest that a machine could
// round in its own way.
struct NumberScale {
  // Its ends, both multiples of `step`; `low` is 0 unless there are negative values.
  int64_t low = 0;
  int64_t high = 1;
  // Between two labels: 1, 2 or 5 times a power of ten.
  int64_t step = 1;

  std::vector<int64_t> Ticks() const;
};

// The shortest scale of at most 5 steps with 0 and all `values` on it, each of at most 18 digits.
NumberScale ScaleOf(const std::vector<int64_t>& values);

// 10 to the power of `digits`, 0 to 18.
int64_t PowerOfTen(int digits);

}  // namespace lotse::reporting
