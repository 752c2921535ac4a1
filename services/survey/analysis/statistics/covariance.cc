#include "services/survey/analysis/statistics/covariance.h"

#include <algorithm>

#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::statistics {
namespace {

// `complete`: who counts; everybody if it is empty.
PairSums SumPairs(const Item& a, const Item& b, int levels, const std::vector<uint8_t>& complete) {
  PairSums sums;
  for (size_t person = 0; person < a.codes.size(); ++person) {
    const int x = KeyedAnswer(a, levels, person);
    const int y = KeyedAnswer(b, levels, person);
    const bool counts = x != 0 && y != 0 && (complete.empty() || complete[person] != 0);
    sums.n += counts;
    sums.x += counts ? x : 0;
    sums.y += counts ? y : 0;
    sums.xy += counts ? x * y : 0;
  }
  return sums;
}

}  // namespace

Figure CovarianceOf(const PairSums& sums) {
  if (sums.n == 0) return Figure(Undefined::kEmptyBase);
  if (sums.n == 1) return Figure(Undefined::kTooFewCases);
  const Wide numerator = Wide{sums.n} * sums.xy - Wide{sums.x} * sums.y;
  return Figure(static_cast<double>(numerator) / static_cast<double>(Wide{sums.n} * (sums.n - 1)));
}

Covariances::Covariances(const Battery& battery, bool listwise)
    : items_(battery.items.size()), sums_(items_ * items_), values_(items_ * items_) {
  std::vector<uint8_t> complete;
  if (listwise) {
    complete.resize(PersonsOf(battery));
    for (size_t person = 0; person < complete.size(); ++person) {
      complete[person] = IsComplete(battery, person);
    }
  }
  for (size_t i = 0; i < items_; ++i) {
    for (size_t j = i; j < items_; ++j) {
      const PairSums sums = SumPairs(battery.items[i], battery.items[j], battery.levels, complete);
      sums_[i * items_ + j] = sums;
      sums_[j * items_ + i] = {sums.n, sums.y, sums.x, sums.xy};
      values_[i * items_ + j] = values_[j * items_ + i] = CovarianceOf(sums);
    }
  }
}

Covariances Covariances::Pairwise(const Battery& battery) { return {battery, false}; }
Covariances Covariances::Listwise(const Battery& battery) { return {battery, true}; }

bool IsComplete(const Battery& battery, size_t person) {
  return std::all_of(battery.items.begin(), battery.items.end(), [&](const Item& item) {
    return KeyedAnswer(item, battery.levels, person) != 0;
  });
}

}  // namespace lotse::survey::statistics
