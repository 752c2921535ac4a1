#include "services/survey/analysis/suppression/differencing.h"

#include <algorithm>

namespace lotse::survey::suppression {

bool DifferByFew(const RespondentSet& a, const RespondentSet& b, int64_t threshold) {
  const bool a_is_smaller = a.Count() < b.Count();
  const RespondentSet& small = a_is_smaller ? a : b;
  const RespondentSet& large = a_is_smaller ? b : a;
  const int64_t more = large.Count() - small.Count();
  return more > 0 && more < threshold && small.IsWithin(large);
}

bool DifferencingGuard::Allows(const RespondentSet& next) const {
  const auto end = published_.lower_bound(next.Count() + threshold_);
  for (auto sets = published_.upper_bound(next.Count() - threshold_); sets != end; ++sets) {
    if (std::any_of(sets->second.begin(), sets->second.end(),
                    [&](const RespondentSet& set) { return DifferByFew(set, next, threshold_); })) {
      return false;
    }
  }
  return true;
}

}  // namespace lotse::survey::suppression
