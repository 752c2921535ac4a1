#pragma once

#include <cstddef>
#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// Some of n persons. `confidence` lies between 0 and 1 everywhere; kOutOfRange else.
struct Share {
  int64_t count = 0;  // 0 to n
  int64_t n = 0;
  // count / n. Undefined: kEmptyBase.
  Figure value;
  // Undefined: kEmptyBase, kOutOfRange.
  FigureOf<Interval> interval;
};

// With Wilson's score interval, without correction for continuity:
// ((p + z^2 / 2n) -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n).
// Wilson 1927; Newcombe 1998a, method 3.
Share ShareOf(int64_t count, int64_t n, double confidence = kConfidence);

// What two shares of different people differ by.
struct ShareDifference {
  Share first;
  Share second;
  // p1 - p2. Undefined: kEmptyBase, if one of the two is.
  Figure value;
  // Newcombe 1998b, method 10, with l and u of Wilson's intervals:
  // d - sqrt((p1 - l1)^2 + (u2 - p2)^2) to d + sqrt((u1 - p1)^2 + (p2 - l2)^2).
  FigureOf<Interval> interval;
};

ShareDifference DifferenceOf(int64_t count1, int64_t n1, int64_t count2, int64_t n2,
                             double confidence = kConfidence);

// The share of the `highest` last categories of an ordered question, with Wilson's interval.
// `counts` are the persons per category from the lowest to the highest. All if `highest`
// exceeds their number.
Share TopBoxOf(absl::Span<const int64_t> counts, size_t highest, double confidence = kConfidence);

// The net promoter score of answers from 0 to 10. Reichheld 2003.
struct NetPromoterScore {
  int64_t n = 0;
  int64_t promoters = 0;   // 9 and 10
  int64_t passives = 0;    // 7 and 8
  int64_t detractors = 0;  // 0 to 6
  // 100 (p - q), -100 to 100, with the shares p of promoters and q of detractors. What is
  // published is RoundedPercent(promoters - detractors, n). Undefined: kEmptyBase.
  Figure value;
  // Variance of p - q: (p + q - (p - q)^2) / n, of the multinomial distribution. The
  // standard error of the score is 100 times its root. Undefined: kEmptyBase.
  Figure variance;
  // The score -+ z standard errors, cut off at -100 and 100. Undefined: kEmptyBase,
  // kNoVariance if all are promoters, all passives or all detractors, kOutOfRange.
  FigureOf<Interval> interval;
};

// `counts` are the persons per answer, 11 in the order from 0 to 10; kOutOfRange else.
NetPromoterScore NetPromoterScoreOf(absl::Span<const int64_t> counts,
                                    double confidence = kConfidence);

}  // namespace lotse::survey::statistics
