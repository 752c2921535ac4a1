#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/crosstab.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// How far two raters who put the same units into the same categories agree.
enum class KappaWeights {
  kNone,       // 1 for the same category, 0 else. Cohen 1960.
  kLinear,     // 1 - |i - j| / (R - 1) of R ordered categories. Cohen 1968.
  kQuadratic,  // 1 - (|i - j| / (R - 1))^2. Cohen 1968.
};

struct Kappa {
  // Units that both rated.
  int64_t n = 0;
  // Sum of the weights of the units, over n. Undefined: kEmptyBase, kOutOfRange if the table
  // is not square, kTooFewCategories if it has one row.
  Figure observed;
  // The same if the two were independent.
  Figure expected;
  // (observed - expected) / (1 - expected). Undefined also with kNoVariance if both put all
  // units into one and the same category.
  Figure kappa;
  // For large n; Fleiss, Cohen and Everitt 1969. Undefined as kappa.
  Figure standard_error;
  // kappa -+ z standard errors. Undefined as kappa, with kNoVariance also if they agree on
  // every unit, and with kOutOfRange if `confidence` is not between 0 and 1.
  FigureOf<Interval> interval;
};

// `table` has a row per category of the first rater and a column per category of the second.
Kappa KappaOf(const Crosstab& table, KappaWeights weights, double confidence = kConfidence);

// How the distance of two categories grows.
enum class Scale {
  kNominal,   // 1 if they differ.
  kOrdinal,   // By the units between them.
  kInterval,  // (a - b)^2
  kRatio,     // ((a - b) / (a + b))^2
};

struct KrippendorffAlpha {
  // Codes of units with two codes or more; only these count.
  int64_t n = 0;
  // 1 - observed / expected disagreement from the matrix of coincidences, in which a pair of
  // a unit with m codes weighs 1 / (m - 1). Krippendorff 2011. Undefined: kEmptyBase, and
  // kNoVariance if all codes are the same.
  Figure alpha;
};

// Any number of raters, of whom some may leave units out. `raters` has one column per rater,
// all of the same length, with a code per unit; 0 is none, and so is what lies above the
// number of `values`. `values` are those of code 1, 2, ... in ascending order, and for kRatio
// none is negative; for kNominal and kOrdinal only their number matters.
KrippendorffAlpha KrippendorffAlphaOf(absl::Span<const absl::Span<const uint8_t>> raters,
                                      absl::Span<const double> values, Scale scale);

}  // namespace lotse::survey::statistics
