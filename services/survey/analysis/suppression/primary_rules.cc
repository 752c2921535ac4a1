#include "services/survey/analysis/suppression/primary_rules.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <vector>

namespace lotse::survey::suppression {
namespace {

double Sum(absl::Span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// The `number` greatest, in falling order; fewer if there are fewer.
std::vector<double> Greatest(absl::Span<const double> values, int number) {
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  if (static_cast<int>(sorted.size()) > number) sorted.resize(number);
  return sorted;
}

// What remains of the sum without the two greatest is less than `share` of the greatest. Summed
// by itself, smallest first: a difference of large sums would lose what matters.
bool RemainderBelow(absl::Span<const double> contributions, double share) {
  std::vector<double> sorted(contributions.begin(), contributions.end());
  std::sort(sorted.begin(), sorted.end());
  if (sorted.empty() || sorted.back() <= 0) return false;
  const size_t others = sorted.size() < 2 ? 0 : sorted.size() - 2;
  return Sum(absl::MakeConstSpan(sorted).first(others)) < share * sorted.back();
}

}  // namespace

bool TooFew(int64_t count, int64_t threshold, bool zeros_are_sensitive) {
  return count < threshold && (count > 0 || zeros_are_sensitive);
}

bool Dominated(absl::Span<const double> contributions, int largest, double percent) {
  const double all = Sum(contributions);
  return all > 0 && 100 * Sum(Greatest(contributions, largest)) > percent * all;
}

bool EstimatedWithin(absl::Span<const double> contributions, double percent) {
  return RemainderBelow(contributions, percent / 100);
}

bool EstimatedWithinPrior(absl::Span<const double> contributions, double percent,
                          double prior_percent) {
  return RemainderBelow(contributions, percent / prior_percent);
}

bool GroupDisclosed(absl::Span<const int64_t> group, const GroupRule& rule) {
  if (group.size() < 2) return false;
  const int64_t members = std::accumulate(group.begin(), group.end(), int64_t{0});
  if (members < rule.threshold || members == 0) return false;
  return 100.0 * *std::max_element(group.begin(), group.end()) >= rule.percent * members;
}

Pattern DisclosedGroups(const TwoWay& table, const GroupRule& rule, bool columns_are_sensitive,
                        bool rows_are_sensitive) {
  Pattern found(table.Size(), false);
  std::vector<int64_t> group;
  for (int row = 0; columns_are_sensitive && row < table.rows; ++row) {
    group.assign(table.counts.begin() + table.At(row, 0),
                 table.counts.begin() + table.At(row, 0) + table.columns);
    if (!GroupDisclosed(group, rule)) continue;
    for (int column = 0; column < table.columns; ++column) found[table.At(row, column)] = true;
  }
  for (int column = 0; rows_are_sensitive && column < table.columns; ++column) {
    group.clear();
    for (int row = 0; row < table.rows; ++row) {
      group.push_back(table.counts[table.At(row, column)]);
    }
    if (!GroupDisclosed(group, rule)) continue;
    for (int row = 0; row < table.rows; ++row) found[table.At(row, column)] = true;
  }
  return found;
}

}  // namespace lotse::survey::suppression
