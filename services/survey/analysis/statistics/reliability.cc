#include "services/survey/analysis/statistics/reliability.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "services/survey/analysis/statistics/covariance.h"

namespace lotse::survey::statistics {
namespace {

// No item: what is left out when nothing is.
constexpr size_t kNone = static_cast<size_t>(-1);

// The sum of all covariances, and of the variances, without one item.
struct Sums {
  double all = 0;
  double variances = 0;
};

Sums SumWithout(const Covariances& c, size_t without) {
  Sums sums;
  for (size_t i = 0; i < c.items(); ++i) {
    if (i == without) continue;
    sums.variances += c.at(i, i).value();
    for (size_t j = 0; j < c.items(); ++j) {
      if (j != without) sums.all += c.at(i, j).value();
    }
  }
  return sums;
}

// Why no alpha of these items can be computed; nothing if it can.
std::optional<Undefined> Missing(const Covariances& c) {
  if (c.items() < 2) return Undefined::kTooFewItems;
  for (size_t i = 0; i < c.items(); ++i) {
    for (size_t j = i; j < c.items(); ++j) {
      if (!c.at(i, j).defined()) return Undefined::kTooFewCases;
    }
  }
  return std::nullopt;
}

// Sums of integers that vary are never this near to 0, but what rounding leaves of 0 is.
constexpr double kRounding = 1e-12;

Figure RawAlpha(const Covariances& c, size_t without) {
  const double k = static_cast<double>(c.items()) - (without == kNone ? 0 : 1);
  if (k < 2) return Figure(Undefined::kTooFewItems);
  const Sums sums = SumWithout(c, without);
  if (sums.all <= kRounding * sums.variances) return Figure(Undefined::kNoVariance);
  return Figure(k / (k - 1) * (1 - sums.variances / sums.all));
}

Figure AverageCorrelation(const Covariances& c) {
  double sum = 0;
  for (size_t i = 0; i < c.items(); ++i) {
    if (c.at(i, i).value() == 0) return Figure(Undefined::kNoVariance);
    for (size_t j = 0; j < i; ++j) {
      sum += c.at(i, j).value() / std::sqrt(c.at(i, i).value() * c.at(j, j).value());
    }
  }
  const auto k = static_cast<double>(c.items());
  return Figure(sum / (k * (k - 1) / 2));
}

Figure StandardizedAlpha(const Figure& average_correlation, size_t items) {
  if (!average_correlation.defined()) return average_correlation;
  const auto k = static_cast<double>(items);
  const double r = average_correlation.value();
  const double denominator = 1 + (k - 1) * r;
  if (denominator <= kRounding) return Figure(Undefined::kNoVariance);
  return Figure(k * r / denominator);
}

Figure ItemRestCorrelation(const Covariances& c, size_t item) {
  double with_rest = 0;
  for (size_t j = 0; j < c.items(); ++j) {
    if (j != item) with_rest += c.at(item, j).value();
  }
  const Sums rest = SumWithout(c, item);
  const double variance = c.at(item, item).value();
  if (variance == 0 || rest.all <= kRounding * rest.variances) {
    return Figure(Undefined::kNoVariance);
  }
  return Figure(with_rest / std::sqrt(variance * rest.all));
}

Alpha AlphaOf(const Covariances& c) {
  Alpha alpha;
  if (const std::optional<Undefined> why = Missing(c); why.has_value()) {
    alpha.raw = alpha.standardized = alpha.average_correlation = Figure(*why);
    alpha.if_deleted.assign(c.items(), Figure(*why));
    alpha.item_rest_correlation.assign(c.items(), Figure(*why));
    return alpha;
  }
  alpha.raw = RawAlpha(c, kNone);
  alpha.average_correlation = AverageCorrelation(c);
  alpha.standardized = StandardizedAlpha(alpha.average_correlation, c.items());
  for (size_t item = 0; item < c.items(); ++item) {
    alpha.if_deleted.push_back(RawAlpha(c, item));
    alpha.item_rest_correlation.push_back(ItemRestCorrelation(c, item));
  }
  return alpha;
}

}  // namespace

Reliability ReliabilityOf(const Battery& battery) {
  const Covariances pairwise = Covariances::Pairwise(battery);
  Reliability result;
  result.n = static_cast<int64_t>(PersonsOf(battery));
  result.smallest_pair_n = result.n;
  for (size_t i = 0; i < pairwise.items(); ++i) {
    result.item_n.push_back(pairwise.sums(i, i).n);
    for (size_t j = 0; j <= i; ++j) {
      result.smallest_pair_n = std::min(result.smallest_pair_n, pairwise.sums(i, j).n);
    }
  }
  result.pairwise = AlphaOf(pairwise);
  const Covariances listwise = Covariances::Listwise(battery);
  result.listwise_n = battery.items.empty() ? 0 : listwise.sums(0, 0).n;
  result.listwise = AlphaOf(listwise);
  return result;
}

}  // namespace lotse::survey::statistics
