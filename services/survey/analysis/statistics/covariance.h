#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/reliability.h"

namespace lotse::survey::statistics {

// Sums over pairs of keyed answers, exact; enough for a covariance.
struct PairSums {
  int64_t n = 0;
  int64_t x = 0;
  int64_t y = 0;
  int64_t xy = 0;
};

// (n xy - x y) / (n (n - 1)). Undefined: kEmptyBase, kTooFewCases of one.
Figure CovarianceOf(const PairSums& sums);

// The covariances of the items of a battery.
class Covariances {
 public:
  // Each of the persons who answered both items, and each variance of all who answered the
  // item: R's cov(use = "pairwise.complete.obs").
  static Covariances Pairwise(const Battery& battery);
  // All of the persons who answered every item.
  static Covariances Listwise(const Battery& battery);

  size_t items() const { return items_; }
  const PairSums& sums(size_t i, size_t j) const { return sums_[i * items_ + j]; }
  const Figure& at(size_t i, size_t j) const { return values_[i * items_ + j]; }

 private:
  Covariances(const Battery& battery, bool listwise);

  size_t items_;
  std::vector<PairSums> sums_;
  std::vector<Figure> values_;
};

// The keyed answer to an item, 1 to levels; 0 if there is none.
inline int KeyedAnswer(const Item& item, int levels, size_t person) {
  const int code = item.codes[person];
  if (code == 0 || code > levels) return 0;
  return item.reversed ? levels + 1 - code : code;
}

// True if the person answered every item.
bool IsComplete(const Battery& battery, size_t person);

// The length of the columns.
inline size_t PersonsOf(const Battery& battery) {
  return battery.items.empty() ? 0 : battery.items[0].codes.size();
}

}  // namespace lotse::survey::statistics
