#pragma once

#include <cstdint>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"
#include "services/survey/analysis/statistics/reach.h"

namespace lotse::survey::statistics {

// How unequally groups take part, each in one number: p_g = a_g / a is a group's share of
// the participants, s_g = N_g / N its share of the population, r_g = a_g / N_g and r = a / N
// are rates. Groups of which there is nobody and nobody took part are left out. Sources:
// Harper and Lynch, Methods for Measuring Cancer Disparities, NCI 2005, and what is named.
//
// Everything is undefined with kEmptyPopulation if there are no groups, or if somebody of a
// group without population took part; and with kNobodyTookPart if nobody did.
struct Disparity {
  // Groups that count, N and a.
  int64_t groups = 0;
  int64_t population = 0;
  int64_t participants = 0;

  // Half the sum of |p_g - s_g|: the share of the participants that had to be exchanged.
  // Duncan and Duncan 1955.
  Figure dissimilarity;
  // The highest rate over the lowest. Undefined also with kNobodyToCompareWith if the
  // lowest is 0.
  Figure highest_to_lowest;
  // Sum of s_g (r_g - r)^2.
  Figure between_group_variance;
  // Sum of p_g ln(p_g / s_g), where a p_g of 0 adds nothing. Theil 1967.
  Figure theil;
  // Mean logarithmic deviation, sum of s_g ln(s_g / p_g). Undefined also with
  // kNobodyTookPart if nobody of one group did, where it has no bound.
  Figure mean_log_deviation;
  // Of the rates, each group weighted with its population: half the sum over all pairs of
  // s_g s_h |r_g - r_h| / r.
  Figure gini;
};

Disparity DisparityOf(absl::Span<const Group> groups);

}  // namespace lotse::survey::statistics
