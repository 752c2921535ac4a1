#include "services/survey/analysis/statistics/rater_agreement.h"

#include <cmath>

#include "services/survey/analysis/statistics/rater_counts.h"

namespace lotse::survey::statistics {
namespace {

double Square(double value) { return value * value; }

// Of `codes` codes of a unit, 2 or more, the share of pairs that are the same.
double ShareOfPairs(absl::Span<const int64_t> counts, int64_t codes) {
  int64_t pairs = 0;
  for (const int64_t count : counts) pairs += count * (count - 1);
  return static_cast<double>(pairs) / static_cast<double>(codes * (codes - 1));
}

// What Fleiss' formulas are made of, over the units that all raters rated.
struct Tally {
  int64_t n = 0;
  double observed = 0;  // sum over the units
  std::vector<double> shares;
  // By category, ordered pairs of raters of whom only the first gave it, over all such pairs.
  std::vector<double> disagreeing;
};

Tally Count(absl::Span<const absl::Span<const uint8_t>> raters, size_t categories) {
  Tally tally{.shares = std::vector<double>(categories),
              .disagreeing = std::vector<double>(categories)};
  const auto m = static_cast<int64_t>(raters.size());
  std::vector<int64_t> counts(categories);
  for (size_t unit = 0; unit < raters[0].size(); ++unit) {
    if (CountCodes(raters, unit, absl::MakeSpan(counts)) != m) continue;
    ++tally.n;
    tally.observed += ShareOfPairs(counts, m);
    for (size_t i = 0; i < categories; ++i) {
      tally.shares[i] += static_cast<double>(counts[i]);
      tally.disagreeing[i] += static_cast<double>(counts[i] * (m - counts[i]));
    }
  }
  for (size_t i = 0; i < categories && tally.n > 0; ++i) {
    tally.shares[i] /= static_cast<double>(tally.n * m);
    tally.disagreeing[i] /= static_cast<double>(tally.n * m * (m - 1));
  }
  return tally;
}

void SetAll(Undefined why, FleissKappa* result) {
  result->kappa = result->null_standard_error = Figure(why);
  for (Figure& figure : result->by_category) figure = Figure(why);
}

}  // namespace

PairwiseAgreement PairwiseAgreementOf(absl::Span<const absl::Span<const uint8_t>> raters,
                                      size_t categories) {
  PairwiseAgreement result;
  const size_t units = raters.empty() ? 0 : raters[0].size();
  std::vector<int64_t> counts(categories);
  std::vector<double> shares;
  double sum = 0;
  for (size_t unit = 0; unit < units; ++unit) {
    const int64_t codes = CountCodes(raters, unit, absl::MakeSpan(counts));
    if (codes < 2) continue;
    shares.push_back(ShareOfPairs(counts, codes));
    sum += shares.back();
  }
  result.n = static_cast<int64_t>(shares.size());
  if (shares.empty()) return result;  // All of it is kEmptyBase.
  const auto n = static_cast<double>(result.n);
  const double observed = sum / n;
  result.observed = Figure(observed);
  if (categories < 2) {
    result.brennan_prediger = result.standard_error = Figure(Undefined::kTooFewCategories);
    return result;
  }
  double squares = 0;
  for (const double share : shares) squares += Square(share - observed);
  const double chance = 1 / static_cast<double>(categories);
  result.brennan_prediger = Figure((observed - chance) / (1 - chance));
  result.standard_error = Figure(std::sqrt(squares) / n / (1 - chance));
  return result;
}

FleissKappa FleissKappaOf(absl::Span<const absl::Span<const uint8_t>> raters, size_t categories) {
  FleissKappa result;
  result.by_category.resize(categories);
  if (raters.size() < 2) {
    result.observed = result.expected = Figure(Undefined::kTooFewCases);
    SetAll(Undefined::kTooFewCases, &result);
    return result;
  }
  const Tally tally = Count(raters, categories);
  result.n = tally.n;
  if (tally.n == 0) return result;  // All of it is kEmptyBase.
  const auto n = static_cast<double>(tally.n);
  const auto m = static_cast<double>(raters.size());
  double expected = 0;
  double spread = 0;
  double skew = 0;
  for (size_t i = 0; i < categories; ++i) {
    const double p = tally.shares[i];
    const double both = p * (1 - p);
    expected += Square(p);
    spread += both;
    skew += both * (1 - 2 * p);
    result.by_category[i] =
        both == 0 ? Figure(Undefined::kNoVariance) : Figure(1 - tally.disagreeing[i] / both);
  }
  result.observed = Figure(tally.observed / n);
  result.expected = Figure(expected);
  if (spread == 0) {
    SetAll(Undefined::kNoVariance, &result);
    return result;
  }
  result.kappa = Figure(1 - (1 - tally.observed / n) / spread);
  result.null_standard_error =
      Figure(std::sqrt(2 * (Square(spread) - skew) / (n * m * (m - 1))) / spread);
  return result;
}

}  // namespace lotse::survey::statistics
