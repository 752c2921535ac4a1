#include "services/survey/analysis/statistics/comparison.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "services/survey/analysis/statistics/distributions.h"

namespace lotse::survey::statistics {
namespace {

void SetAll(Undefined why, MeanDifference* result) {
  for (Figure* figure : {&result->t, &result->df, &result->p, &result->effect}) {
    *figure = Figure(why);
  }
  result->interval = FigureOf<Interval>(why);
}

// `standard_error` and `sd` are above 0.
void SetTest(double standard_error, double df, double sd, double confidence,
             MeanDifference* result) {
  const double difference = result->value.value();
  const double t = difference / standard_error;
  const double reach = StudentFactor(df, confidence) * standard_error;
  result->t = Figure(t);
  result->df = Figure(df);
  result->p = Figure(StudentBothTails(df, t));
  result->interval = FigureOf<Interval>(Interval{difference - reach, difference + reach});
  result->effect = Figure(difference / sd);
}

}  // namespace

MeanDifference CompareMeans(const Moments& first, const Moments& second, double confidence) {
  MeanDifference result;
  if (!first.mean.defined() || !second.mean.defined()) {
    const Undefined why = first.mean.defined() ? second.mean.why() : first.mean.why();
    result.value = Figure(why);
    SetAll(why, &result);
    return result;
  }
  result.value = Figure(first.mean.value() - second.mean.value());
  if (!first.variance.defined() || !second.variance.defined()) {
    SetAll(first.variance.defined() ? second.variance.why() : first.variance.why(), &result);
    return result;
  }
  const auto n1 = static_cast<double>(first.n);
  const auto n2 = static_cast<double>(second.n);
  const double v1 = first.variance.value() / n1;
  const double v2 = second.variance.value() / n2;
  if (v1 + v2 == 0) {
    SetAll(Undefined::kNoVariance, &result);
    return result;
  }
  // In shares of v1 + v2, so that no square leaves the range of a double.
  const double s1 = v1 / (v1 + v2);
  const double s2 = v2 / (v1 + v2);
  const double df = 1 / (s1 * s1 / (n1 - 1) + s2 * s2 / (n2 - 1));
  const double pooled =
      ((n1 - 1) * first.variance.value() + (n2 - 1) * second.variance.value()) / (n1 + n2 - 2);
  SetTest(std::sqrt(v1 + v2), df, std::sqrt(pooled), confidence, &result);
  return result;
}

MeanDifference ComparePairs(const Moments& differences, double confidence) {
  MeanDifference result;
  result.value = differences.mean;
  if (!differences.variance.defined()) {
    SetAll(differences.variance.why(), &result);
    return result;
  }
  const double sd = std::sqrt(differences.variance.value());
  if (sd == 0) {
    SetAll(Undefined::kNoVariance, &result);
    return result;
  }
  const auto n = static_cast<double>(differences.n);
  SetTest(sd / std::sqrt(n), n - 1, sd, confidence, &result);
  return result;
}

Moments DifferencesOf(const Crosstab& table, absl::Span<const double> values) {
  if (table.rows() != table.columns() || table.rows() != values.size()) {
    return {.n = table.n(),
            .mean = Figure(Undefined::kOutOfRange),
            .variance = Figure(Undefined::kOutOfRange)};
  }
  std::vector<double> differences;
  std::vector<int64_t> counts;
  differences.reserve(values.size() * values.size());
  counts.reserve(values.size() * values.size());
  for (size_t row = 0; row < table.rows(); ++row) {
    for (size_t column = 0; column < table.columns(); ++column) {
      differences.push_back(values[row] - values[column]);
      counts.push_back(table.at(row, column));
    }
  }
  return MomentsOf({.values = differences, .counts = counts});
}

Moments DifferencesOf(absl::Span<const double> first, absl::Span<const double> second) {
  std::vector<double> differences(first.size());
  std::transform(first.begin(), first.end(), second.begin(), differences.begin(),
                 [](double a, double b) { return a - b; });
  return MomentsOf(differences);
}

PairedShares ComparePairedShares(int64_t both, int64_t only_first, int64_t only_second,
                                 int64_t neither) {
  PairedShares result;
  result.n = both + only_first + only_second + neither;
  result.both = both;
  result.only_first = only_first;
  result.only_second = only_second;
  result.neither = neither;
  if (result.n == 0) return result;  // All of it is kEmptyBase.
  const auto n = static_cast<double>(result.n);
  const auto changed = static_cast<double>(only_first + only_second);
  const auto net = static_cast<double>(only_first - only_second);
  result.difference = Figure(net / n);
  result.standard_error = Figure(std::sqrt(std::max(0.0, changed - net * net / n)) / n);
  result.p = only_first + only_second == 0
                 ? Figure(Undefined::kNoChange)
                 : Figure(std::min(1.0, 2 * FairCoinLowerTail(std::min(only_first, only_second),
                                                              only_first + only_second)));
  return result;
}

}  // namespace lotse::survey::statistics
