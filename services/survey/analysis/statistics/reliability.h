#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// One item of a scale: the code that each person gave, 1 to `levels` of the battery. 0 is no
// answer, and so is what lies above `levels`, such as a code for "don't know".
struct Item {
  absl::Span<const uint8_t> codes;
  // The item says the opposite: its codes count from the other end, levels + 1 - code.
  bool reversed = false;
};

// Items that are answered on the same levels and measure one thing (a Likert battery), over
// columns that somebody else keeps. All have the same length; `levels` is 1 to 255.
struct Battery {
  absl::Span<const Item> items;
  int levels = 0;
};

// Cronbach's alpha of the covariances C of K keyed items: K / (K - 1) (1 - sum of the
// variances / sum of all of C). Cronbach 1951; names and conventions of alpha() in R's
// psych 2.2.9. Of items with 0 and 1 (levels 2) it is KR-20. A negative alpha is a value.
struct Alpha {
  // Undefined: kTooFewItems, kTooFewCases if a covariance has fewer than two persons,
  // kNoVariance if the sum of C is not above 0.
  Figure raw;
  // K r / (1 + (K - 1) r) of the mean r of all C_ij / sqrt(C_ii C_jj) with i != j. Undefined
  // also with kNoVariance if an item does not vary or 1 + (K - 1) r is not above 0.
  Figure standardized;
  Figure average_correlation;
  // Of each item: `raw` of the others. kTooFewItems of two items.
  std::vector<Figure> if_deleted;
  // Of each item: its correlation with the sum of the others,
  // sum of C_ij over j != i / sqrt(C_ii * sum of C without i).
  std::vector<Figure> item_rest_correlation;
};

struct Reliability {
  // All persons: the length of the columns.
  int64_t n = 0;
  // Valid answers per item.
  std::vector<int64_t> item_n;
  // The fewest persons that a covariance of `pairwise` rests on. 0 without items.
  int64_t smallest_pair_n = 0;
  // Persons who answered all items.
  int64_t listwise_n = 0;
  // From the variances of all valid answers of each item and the covariances of all persons
  // who answered both; what alpha() of psych gives unless told otherwise. As these are not
  // the same people, alpha and correlations may exceed 1 where few answered.
  Alpha pairwise;
  // From the persons who answered all items.
  Alpha listwise;
};

Reliability ReliabilityOf(const Battery& battery);

}  // namespace lotse::survey::statistics
