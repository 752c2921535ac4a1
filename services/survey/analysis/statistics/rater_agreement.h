#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

// Agreement of any number of raters who put the same units into the same categories. In all of
// it `raters` has one column per rater, all of the same length, with a code per unit; 0 is none,
// and so is what lies above `categories`.
namespace lotse::survey::statistics {

struct PairwiseAgreement {
  // Units with two codes or more; only these count.
  int64_t n = 0;
  // Mean over the units of the share of pairs of raters who gave the same code; of two raters the
  // share of units on which they agree. Of several raters with missing codes: Gwet, Handbook of
  // Inter-Rater Reliability, 2014, as his R package irrCAC has it (pa.coeff.raw). Undefined:
  // kEmptyBase.
  Figure observed;
  // (observed - 1/q) / (1 - 1/q) of q categories. Brennan and Prediger 1981 for two raters, Gwet
  // 2014 for several (irrCAC, bp.coeff.raw). Undefined as `observed`, and with kTooFewCategories if
  // q is below 2.
  Figure brennan_prediger;
  // Of that, for many units: the standard deviation of the shares of the units, with n below, over
  // sqrt(n) (1 - 1/q). Of two raters it is sqrt(p (1 - p) / n) / (1 - 1/q), as irrCAC has it
  // (bp2.table). For several raters it is ours, by the same reasoning: n independent units, each
  // with its share. irrCAC has n - 1 in the place of one n there, and counts units with fewer than
  // two codes as well: of N units in all, of a coefficient b with this error s it gives
  // sqrt((N s^2 + b^2 (N - n) / n) / (N - 1)). Undefined as `brennan_prediger`.
  Figure standard_error;
};

PairwiseAgreement PairwiseAgreementOf(absl::Span<const absl::Span<const uint8_t>> raters,
                                      size_t categories);

struct FleissKappa {
  // Units to which all raters gave a code; only these count.
  int64_t n = 0;
  // Mean share of pairs of raters who agree, and the same if codes were dealt out at random in
  // their shares p of all codes: sum of p^2. Undefined: kEmptyBase, kTooFewCases with fewer than
  // two raters.
  Figure observed;
  Figure expected;
  // (observed - expected) / (1 - expected). Fleiss 1971. Undefined as these, and with kNoVariance
  // if all codes are the same.
  Figure kappa;
  // Of m raters who agree no more than by chance, for many units: sqrt(2) / (s sqrt(n m (m - 1)))
  // * sqrt(s^2 - sum of p (1 - p)(1 - 2p)), s = sum of p (1 - p). Fleiss, Nee and Landis 1979,
  // who put that of 1971 right. It is for the test against 0, not for an interval. Undefined as
  // kappa.
  Figure null_standard_error;
  // By category, that one against all others. Undefined as kappa, and with kNoVariance if it has
  // no code or all of them.
  std::vector<Figure> by_category;
};

FleissKappa FleissKappaOf(absl::Span<const absl::Span<const uint8_t>> raters, size_t categories);

}  // namespace lotse::survey::statistics
