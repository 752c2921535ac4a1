#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// Numbers with how often each occurs, over arrays that somebody else keeps and that must
// outlive it. Both have the same length; values are finite.
struct Distribution {
  absl::Span<const double> values;
  absl::Span<const int64_t> counts;
};

// What means are compared by.
struct Moments {
  int64_t n = 0;
  // Undefined: kEmptyBase.
  Figure mean;
  // Sum of (x - mean)^2 / (n - 1). Undefined: kEmptyBase, kTooFewCases of one.
  Figure variance;
};

Moments MomentsOf(const Distribution& distribution);
// Of a column of numbers, each taken once.
Moments MomentsOf(absl::Span<const double> values);

struct Summary {
  int64_t n = 0;
  // Undefined: kEmptyBase.
  Figure mean;
  // Standard deviation, with n - 1. Undefined: kEmptyBase, kTooFewCases of one.
  Figure sd;
  // sd / sqrt(n). Undefined as sd.
  Figure standard_error;
  // mean -+ t(1 - (1 - confidence) / 2, n - 1) sd / sqrt(n). Undefined as sd, and with
  // kNoVariance if all have the same value; kOutOfRange if `confidence` is not between 0
  // and 1.
  FigureOf<Interval> interval;
};

Summary SummaryOf(const Moments& moments, double confidence = kConfidence);

// The value below which a share of `p`, 0 to 1, lies: type 7 of Hyndman and Fan 1996, as R,
// that is x[j] + (h - j)(x[j + 1] - x[j]) of the sorted x[0]... with h = (n - 1) p and
// j = floor(h). The values ascend. 0.5 gives the median. Undefined: kEmptyBase, kOutOfRange.
Figure QuantileOf(const Distribution& distribution, double p);
// Of a sorted column of numbers.
Figure QuantileOf(absl::Span<const double> sorted, double p);

}  // namespace lotse::survey::statistics
