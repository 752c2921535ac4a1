#include "services/survey/analysis/statistics/proportions.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "services/survey/analysis/statistics/distributions.h"

namespace lotse::survey::statistics {
namespace {

FigureOf<Interval> Wilson(int64_t count, int64_t total, double confidence) {
  const double z = NormalFactor(confidence);
  const auto n = static_cast<double>(total);
  const double p = static_cast<double>(count) / n;
  const double center = p + z * z / (2 * n);
  const double reach = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  const double scale = 1 + z * z / n;
  // At 0 and 1 the formula meets the border but for rounding.
  const double lower = count == 0 ? 0 * center : (center - reach) / scale;
  const double upper = count == total ? 1 + 0 * center : (center + reach) / scale;
  return FigureOf<Interval>(Interval{lower, upper});
}

double Hypotenuse(double a, double b) { return std::sqrt(a * a + b * b); }

}  // namespace

Share ShareOf(int64_t count, int64_t n, double confidence) {
  Share share;
  share.count = count;
  share.n = n;
  if (n == 0) return share;  // All of it is kEmptyBase.
  share.value = Figure(static_cast<double>(count) / static_cast<double>(n));
  share.interval = Wilson(count, n, confidence);
  return share;
}

ShareDifference DifferenceOf(int64_t count1, int64_t n1, int64_t count2, int64_t n2,
                             double confidence) {
  ShareDifference difference;
  difference.first = ShareOf(count1, n1, confidence);
  difference.second = ShareOf(count2, n2, confidence);
  if (n1 == 0 || n2 == 0) return difference;
  const double p1 = difference.first.value.value();
  const double p2 = difference.second.value.value();
  difference.value = Figure(p1 - p2);
  if (!difference.first.interval.defined()) {
    difference.interval = difference.first.interval;
    return difference;
  }
  const auto [l1, u1] = difference.first.interval.value();
  const auto [l2, u2] = difference.second.interval.value();
  difference.interval = FigureOf<Interval>(
      Interval{p1 - p2 - Hypotenuse(p1 - l1, u2 - p2), p1 - p2 + Hypotenuse(u1 - p1, p2 - l2)});
  return difference;
}

Share TopBoxOf(absl::Span<const int64_t> counts, size_t highest, double confidence) {
  const auto top = counts.last(std::min(highest, counts.size()));
  return ShareOf(std::accumulate(top.begin(), top.end(), int64_t{0}),
                 std::accumulate(counts.begin(), counts.end(), int64_t{0}), confidence);
}

NetPromoterScore NetPromoterScoreOf(absl::Span<const int64_t> counts, double confidence) {
  constexpr size_t kAnswers = 11;
  constexpr size_t kLowestPassive = 7;
  constexpr size_t kLowestPromoter = 9;
  NetPromoterScore score;
  if (counts.size() != kAnswers) {
    score.value = score.variance = Figure(Undefined::kOutOfRange);
    score.interval = FigureOf<Interval>(Undefined::kOutOfRange);
    return score;
  }
  for (size_t answer = 0; answer < kAnswers; ++answer) {
    score.n += counts[answer];
    (answer < kLowestPassive    ? score.detractors
     : answer < kLowestPromoter ? score.passives
                                : score.promoters) += counts[answer];
  }
  if (score.n == 0) return score;
  const auto n = static_cast<double>(score.n);
  const double p = static_cast<double>(score.promoters) / n;
  const double q = static_cast<double>(score.detractors) / n;
  score.value = Figure(100 * static_cast<double>(score.promoters - score.detractors) / n);
  if (std::max({score.promoters, score.passives, score.detractors}) == score.n) {
    score.variance = Figure(0.0);
    score.interval = FigureOf<Interval>(Undefined::kNoVariance);
    return score;
  }
  score.variance = Figure((p + q - (p - q) * (p - q)) / n);
  const double reach = NormalFactor(confidence) * 100 * std::sqrt(score.variance.value());
  score.interval =
      FigureOf<Interval>(Interval{std::clamp(score.value.value() - reach, -100.0, 100.0),
                                  std::clamp(score.value.value() + reach, -100.0, 100.0)});
  return score;
}

}  // namespace lotse::survey::statistics
