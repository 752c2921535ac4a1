#include "services/survey/analysis/statistics/moments.h"

#include <cmath>
#include <cstddef>

#include "services/survey/analysis/statistics/distributions.h"

namespace lotse::survey::statistics {
namespace {

// `each(visit)` calls visit(value, how often) for all values, the same way each time.
template <typename Each>
Moments Compute(const Each& each) {
  Moments moments;
  long double sum = 0;
  each([&](double value, int64_t times) {
    moments.n += times;
    sum += static_cast<long double>(value) * static_cast<long double>(times);
  });
  if (moments.n == 0) return moments;  // All of it is kEmptyBase.
  const auto n = static_cast<long double>(moments.n);
  const long double mean = sum / n;
  moments.mean = Figure(static_cast<double>(mean));
  if (moments.n == 1) {
    moments.variance = Figure(Undefined::kTooFewCases);
    return moments;
  }
  // One value that all share has the variance 0, whatever its mean was rounded to.
  bool all_equal = true;
  bool any = false;
  double first = 0;
  long double squares = 0;
  each([&](double value, int64_t times) {
    if (times == 0) return;
    if (!any) first = value;
    any = true;
    all_equal = all_equal && value == first;
    const long double distance = value - mean;
    squares += distance * distance * static_cast<long double>(times);
  });
  moments.variance = Figure(all_equal ? 0.0 : static_cast<double>(squares / (n - 1)));
  return moments;
}

// `at(i)` is the i-th smallest of n values.
template <typename At>
Figure Type7(int64_t n, double p, const At& at) {
  if (n == 0) return Figure(Undefined::kEmptyBase);
  if (!(p >= 0 && p <= 1)) return Figure(Undefined::kOutOfRange);
  const double h = static_cast<double>(n - 1) * p;
  const auto j = static_cast<int64_t>(std::floor(h));
  const double below = at(j);
  const double part = h - static_cast<double>(j);
  if (part == 0) return Figure(below);
  return Figure(below + part * (at(j + 1) - below));
}

}  // namespace

Moments MomentsOf(const Distribution& distribution) {
  return Compute([&](const auto& visit) {
    for (size_t i = 0; i < distribution.counts.size(); ++i) {
      visit(distribution.values[i], distribution.counts[i]);
    }
  });
}

Moments MomentsOf(absl::Span<const double> values) {
  return Compute([&](const auto& visit) {
    for (const double value : values) visit(value, 1);
  });
}

Summary SummaryOf(const Moments& moments, double confidence) {
  Summary summary;
  summary.n = moments.n;
  summary.mean = moments.mean;
  if (!moments.variance.defined()) {
    summary.sd = summary.standard_error = moments.variance;
    summary.interval = FigureOf<Interval>(moments.variance.why());
    return summary;
  }
  const auto n = static_cast<double>(moments.n);
  const double sd = std::sqrt(moments.variance.value());
  summary.sd = Figure(sd);
  summary.standard_error = Figure(sd / std::sqrt(n));
  if (sd == 0) {
    summary.interval = FigureOf<Interval>(Undefined::kNoVariance);
    return summary;
  }
  const double reach = StudentFactor(n - 1, confidence) * summary.standard_error.value();
  const double mean = moments.mean.value();
  summary.interval = FigureOf<Interval>(Interval{mean - reach, mean + reach});
  return summary;
}

Figure QuantileOf(const Distribution& distribution, double p) {
  int64_t n = 0;
  for (const int64_t count : distribution.counts) n += count;
  return Type7(n, p, [&](int64_t index) {
    size_t i = 0;
    for (int64_t passed = distribution.counts[0]; passed <= index;) {
      passed += distribution.counts[++i];
    }
    return distribution.values[i];
  });
}

Figure QuantileOf(absl::Span<const double> sorted, double p) {
  return Type7(static_cast<int64_t>(sorted.size()), p,
               [&](int64_t index) { return sorted[static_cast<size_t>(index)]; });
}

}  // namespace lotse::survey::statistics
