#include "services/survey/analysis/statistics/rounding.h"

#include <cstddef>

namespace lotse::survey::statistics {
namespace {

Wide PowerOfTen(int digits) {
  Wide power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

}  // namespace

int64_t RoundHalfUp(Wide numerator, Wide denominator) {
  const Wide size = numerator < 0 ? -numerator : numerator;
  const auto rounded = static_cast<int64_t>((2 * size + denominator) / (2 * denominator));
  return numerator < 0 ? -rounded : rounded;
}

FigureOf<int64_t> RoundedPercent(int64_t part, int64_t base, int digits) {
  if (base == 0) return FigureOf<int64_t>(Undefined::kEmptyBase);
  return FigureOf<int64_t>(RoundHalfUp(Wide{part} * 100 * PowerOfTen(digits), base));
}

FigureOf<int64_t> RoundedMean(absl::Span<const int64_t> values, absl::Span<const int64_t> counts,
                              int digits) {
  Wide sum = 0;
  Wide n = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    sum += Wide{values[i]} * counts[i];
    n += counts[i];
  }
  if (n == 0) return FigureOf<int64_t>(Undefined::kEmptyBase);
  return FigureOf<int64_t>(RoundHalfUp(sum * PowerOfTen(digits), n));
}

}  // namespace lotse::survey::statistics
