#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

// Figures as they are published: exact fractions of integers, rounded half up (negative
// ones half away from zero) as is usual in German statistics. No binary fraction takes
// part, so that 12.5 % is 13 % everywhere.
namespace lotse::survey::statistics {

// What integers are multiplied in.
using Wide = __int128;

// `numerator` / `denominator`, which is above 0, to the nearest integer.
int64_t RoundHalfUp(Wide numerator, Wide denominator);

// 100 * `part` / `base` in units of 10^-`digits` percent: 1 of 3 with one digit is 333. A
// part may be negative, as in a gap. `digits` is 0 to 6.
FigureOf<int64_t> RoundedPercent(int64_t part, int64_t base, int digits);

// Mean of categories with the integer `values`, each at most 10^6 in size, and the
// persons per category, in units of 10^-`digits`, 0 to 6. Both have the same length.
FigureOf<int64_t> RoundedMean(absl::Span<const int64_t> values, absl::Span<const int64_t> counts,
                              int digits);

}  // namespace lotse::survey::statistics
