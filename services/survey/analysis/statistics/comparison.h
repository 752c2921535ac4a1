#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/crosstab.h"
#include "services/survey/analysis/statistics/figure.h"
#include "services/survey/analysis/statistics/moments.h"

namespace lotse::survey::statistics {

// A t test on a difference of means.
struct MeanDifference {
  // The first mean less the second. Undefined: kEmptyBase.
  Figure value;
  // Undefined: kEmptyBase, kTooFewCases, kNoVariance if nothing varies.
  Figure t;
  Figure df;
  // Both sides.
  Figure p;
  // The difference -+ t quantile * standard error. Undefined also with kOutOfRange.
  FigureOf<Interval> interval;
  // The difference in standard deviations. Undefined as t.
  Figure effect;
};

// Of different people, whose spreads may differ: t = d / sqrt(s1^2 / n1 + s2^2 / n2) with
// df = (s1^2/n1 + s2^2/n2)^2 / ((s1^2/n1)^2 / (n1 - 1) + (s2^2/n2)^2 / (n2 - 1)), Welch 1947.
// The effect is Cohen's d by the pooled standard deviation,
// d / sqrt(((n1 - 1) s1^2 + (n2 - 1) s2^2) / (n1 + n2 - 2)), Cohen 1988.
MeanDifference CompareMeans(const Moments& first, const Moments& second,
                            double confidence = kConfidence);

// Of the same people twice; `differences` are the moments of the first number less the
// second. t = mean / (s / sqrt(n)) with df = n - 1; the effect is d_z = mean / s, Cohen 1988.
MeanDifference ComparePairs(const Moments& differences, double confidence = kConfidence);

// The moments that ComparePairs takes, from the table of the first answers by the second:
// as many rows as columns, each with its value. kOutOfRange if their numbers differ.
Moments DifferencesOf(const Crosstab& table, absl::Span<const double> values);
// From two columns, pair by pair, of the same length.
Moments DifferencesOf(absl::Span<const double> first, absl::Span<const double> second);

// Of the same people twice, with yes or no.
struct PairedShares {
  int64_t n = 0;
  int64_t both = 0;         // a: yes, yes
  int64_t only_first = 0;   // b: yes, no
  int64_t only_second = 0;  // c: no, yes
  int64_t neither = 0;      // d: no, no
  // The first share less the second, (b - c) / n. Undefined: kEmptyBase.
  Figure difference;
  // sqrt((b + c) - (b - c)^2 / n) / n. Undefined: kEmptyBase.
  Figure standard_error;
  // McNemar's exact test, both sides: min(1, 2 P(X <= min(b, c))) with X of b + c trials of
  // a fair coin. McNemar 1947; Agresti, Categorical Data Analysis, 11.1. Undefined:
  // kEmptyBase, kNoChange if b + c is 0.
  Figure p;
};

PairedShares ComparePairedShares(int64_t both, int64_t only_first, int64_t only_second,
                                 int64_t neither);

}  // namespace lotse::survey::statistics
