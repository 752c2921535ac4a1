#include "services/reporting/render/number_scale.h"

#include <algorithm>

namespace lotse::reporting {
namespace {

constexpr int kMostSteps = 5;
constexpr int kMostDigits = 18;

// The multiple of `step` that is not above `value`.
int64_t Floor(int64_t value, int64_t step) {
  const int64_t down = value / step;
  return (value % step < 0 ? down - 1 : down) * step;
}

}  // namespace

int64_t PowerOfTen(int digits) {
  int64_t power = 1;
  for (int i = 0; i < std::min(digits, kMostDigits); ++i) power *= 10;
  return power;
}

std::vector<int64_t> NumberScale::Ticks() const {
  std::vector<int64_t> ticks;
  for (int64_t tick = low; tick <= high; tick += step) ticks.push_back(tick);
  return ticks;
}

NumberScale ScaleOf(const std::vector<int64_t>& values) {
  const int64_t most = PowerOfTen(kMostDigits) - 1;
  int64_t low = 0;
  int64_t high = 0;
  for (const int64_t value : values) {
    low = std::min(low, std::max(value, -most));
    high = std::max(high, std::min(value, most));
  }
  if (low == high) return {};
  // It ends at the latest with steps of 5 and 17 zeros: there are four between the two ends.
  for (int power = 0;; ++power) {
    for (const int64_t digit : {1, 2, 5}) {
      NumberScale scale;
      scale.step = digit * PowerOfTen(power);
      scale.low = Floor(low, scale.step);
      scale.high = -Floor(-high, scale.step);
      if ((scale.high - scale.low) / scale.step <= kMostSteps) return scale;
    }
  }
}

}  // namespace lotse::reporting
