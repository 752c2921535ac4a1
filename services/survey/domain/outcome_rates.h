#pragma once

#include <cstdint>
#include <optional>

#include "lotse/survey/v1alpha/collection_report.pb.h"
#include "runtime/types/decimal.h"

// Response rates. Source: AAPOR, Standard Definitions: Final Dispositions of Case Codes and
// Outcome Rates for Surveys, 9th edition (2016), Calculating Outcome Rates from Final
// Disposition Distributions.
namespace lotse::survey {

// How many people there are of each final disposition, each 0 to 10^9. The letters are those
// of the standard.
struct Dispositions {
  int64_t complete = 0;      // I
  int64_t partial = 0;       // P
  int64_t refused = 0;       // R, who refused
  int64_t not_reached = 0;   // NC
  int64_t other = 0;         // O
  int64_t unknown = 0;       // UH + UO
  int64_t not_eligible = 0;  // Not in any denominator of the standard but that of e.
  int64_t broke_off = 0;     // R, who broke off
};

// RR1 to RR6, each with its exact fraction, or why it is not defined. `e`, 0 to 1, is the
// share of the unknown that belongs to the population; without it, it is estimated by
// proportional allocation:
//
//   K = I + P + R + NC + O, U = UH + UO
//   RR1 = I / (K + U)       RR2 = (I + P) / (K + U)
//   RR3 = I / (K + e U)     RR4 = (I + P) / (K + e U)
//   RR5 = I / K             RR6 = (I + P) / K
//   e = K / (K + not eligible)
v1alpha::OutcomeRates RatesOf(const Dispositions& dispositions, std::optional<types::Decimal> e);

// The same for what there are no dispositions of.
v1alpha::OutcomeRates AbsentRates(v1alpha::FigureAbsent why);

}  // namespace lotse::survey
