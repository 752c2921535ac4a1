#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"
#include "services/survey/analysis/statistics/proportions.h"

namespace lotse::survey::statistics {

// A group of people: how many there are (N_g), and how many of them took part (a_g). Each
// person belongs to one group. A population of 0 is nobody, or not known; who took part of
// such a group still counts among all who did.
struct Group {
  int64_t population = 0;
  int64_t participants = 0;
};

// What a group reaches, compared with all groups together (N, a), with a reference group
// and with all others. r_g = a_g / N_g.
//
// Everything is undefined with kEmptyPopulation if the population of the group is 0, and
// with kNobodyTookPart if nobody of any group took part, save where something else is said.
// Ratios and differences of rates are those of reports on health equity (WHO, Handbook on
// Health Inequality Monitoring, 2013).
struct GroupReach {
  Group group;
  // r_g; above 1 if more took part than are known of. 0 if nobody took part.
  Figure rate;
  // Wilson's. Undefined also with kMoreThanPopulation.
  FigureOf<Interval> rate_interval;
  // (a_g / a) / (N_g / N): 1 if the group is represented as it should be.
  Figure representation_ratio;
  // 100 (a_g / a - N_g / N), in points; defined of a group without population as well, if
  // another has one.
  Figure gap_points;
  // r_g / r_ref; undefined with kIsReference of the reference, with kNobodyToCompareWith if
  // nobody of the reference took part, with kEmptyPopulation if it has no population.
  Figure parity_ratio;
  // exp(ln ratio -+ z sqrt(1/a_g - 1/N_g + 1/a_ref - 1/N_ref)), Katz et al. 1978. Undefined
  // also with kNobodyTookPart if nobody of the group took part, kMoreThanPopulation if more
  // did than there are, and kNoVariance if all did, in both groups.
  FigureOf<Interval> parity_interval;
  // r_g over the rate of all others together; undefined with kNobodyToCompareWith if nobody
  // of the others took part, with kEmptyPopulation if there are no others.
  Figure ratio_to_rest;
  // r_g - r_ref, as a share; undefined with kIsReference of the reference. The interval is
  // Newcombe's, as that of DifferenceOf.
  Figure difference;
  FigureOf<Interval> difference_interval;
  // True if r_g is less than four fifths of r_ref, compared in integers: adverse impact by
  // 29 CFR 1607.4 D. Undefined as `parity_ratio`.
  FigureOf<bool> below_four_fifths;
  // max(0, a N_g / N - a_g): how many more of the group, at the same a, would make it
  // represented as it should be.
  Figure missing_to_parity;
};

struct Reach {
  // N and a.
  int64_t population = 0;
  int64_t participants = 0;
  // a / N. Undefined: kEmptyPopulation.
  Figure rate;
  // The group that the others are compared with; none if no group can be.
  std::optional<size_t> reference;
  // In the order given.
  std::vector<GroupReach> groups;
};

// `reference` is the number of a group, from 0; without one, or if there is no such group,
// it is the group with the highest rate, as in 29 CFR 1607.4 D (of equal ones the first).
Reach ReachOf(absl::Span<const Group> groups, std::optional<size_t> reference,
              double confidence = kConfidence);

}  // namespace lotse::survey::statistics
