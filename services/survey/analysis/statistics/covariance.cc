#include "services/survey/analysis/statistics/covariance.h"

#include <algorithm>

#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::statistics {
namespace {

size_t Keyed(size_t code, const Item& item, size_t levels) {
  return item.reversed ? levels + 1 - code : code;
}

// How many persons gave each pair of codes, row after row from code 0, which is no answer.
// `complete`: who counts; everybody if it is empty. One step per person without a branch, so
// that it makes no difference how the answers are mixed.
std::vector<int64_t> CountPairs(const Item& a, const Item& b, size_t levels,
                                const std::vector<uint8_t>& complete) {
  std::vector<int64_t> counts((levels + 1) * (levels + 1));
  const auto row = [&](size_t person) {
    const size_t code = a.codes[person];
    return code > levels ? 0 : code * (levels + 1);
  };
  const auto column = [&](size_t person) {
    const size_t code = b.codes[person];
    return code > levels ? 0 : code;
  };
  const size_t persons = a.codes.size();
  if (complete.empty()) {
    for (size_t person = 0; person < persons; ++person) ++counts[row(person) + column(person)];
  } else {
    for (size_t person = 0; person < persons; ++person) {
      ++counts[(row(person) + column(person)) * complete[person]];
    }
  }
  return counts;
}

PairSums SumPairs(const Item& a, const Item& b, size_t levels,
                  const std::vector<uint8_t>& complete) {
  const std::vector<int64_t> counts = CountPairs(a, b, levels, complete);
  PairSums sums;
  for (size_t row = 1; row <= levels; ++row) {
    for (size_t column = 1; column <= levels; ++column) {
      const int64_t n = counts[row * (levels + 1) + column];
      const auto x = static_cast<int64_t>(Keyed(row, a, levels));
      const auto y = static_cast<int64_t>(Keyed(column, b, levels));
      sums.n += n;
      sums.x += n * x;
      sums.y += n * y;
      sums.xy += n * x * y;
    }
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
      const PairSums sums = SumPairs(battery.items[i], battery.items[j],
                                     static_cast<size_t>(battery.levels), complete);
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
