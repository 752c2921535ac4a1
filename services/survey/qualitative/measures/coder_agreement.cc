#include "services/survey/qualitative/measures/coder_agreement.h"

#include "services/survey/analysis/statistics/crosstab.h"

namespace lotse::survey::qualitative {
namespace {

using statistics::Crosstab;
using statistics::Figure;
using statistics::FigureOf;
using statistics::FleissKappaOf;
using statistics::Interval;
using statistics::Kappa;
using statistics::KappaWeights;
using statistics::KrippendorffAlpha;
using statistics::PairwiseAgreementOf;
using statistics::Scale;
using statistics::Undefined;
using Columns = std::vector<absl::Span<const uint8_t>>;

// Weights need an order.
Kappa WithoutOrder(int64_t n) {
  const Figure none(Undefined::kOutOfRange);
  return {.n = n,
          .observed = none,
          .expected = none,
          .kappa = none,
          .standard_error = none,
          .interval = FigureOf<Interval>(Undefined::kOutOfRange)};
}

CoderPair PairOf(const Columns& columns, size_t first, size_t second, size_t categories,
                 bool are_ordered) {
  std::vector<int64_t> counts(categories * categories);
  for (size_t unit = 0; unit < columns[first].size(); ++unit) {
    const size_t a = columns[first][unit];
    const size_t b = columns[second][unit];
    if (a > 0 && b > 0) ++counts[(a - 1) * categories + b - 1];
  }
  const Crosstab table(counts, categories);
  CoderPair pair{.first = first, .second = second};
  pair.kappa = KappaOf(table, KappaWeights::kNone);
  pair.linear = are_ordered ? KappaOf(table, KappaWeights::kLinear) : WithoutOrder(pair.kappa.n);
  pair.quadratic =
      are_ordered ? KappaOf(table, KappaWeights::kQuadratic) : WithoutOrder(pair.kappa.n);
  const Columns both = {columns[first], columns[second]};
  pair.agreement = PairwiseAgreementOf(both, categories);
  return pair;
}

}  // namespace

CoderAgreement AgreementOf(const Ratings& ratings, bool are_ordered,
                           absl::Span<const double> values) {
  const Columns columns(ratings.columns.begin(), ratings.columns.end());
  CoderAgreement result;
  result.units = columns.empty() ? 0 : static_cast<int64_t>(columns[0].size());
  result.ambiguous = ratings.ambiguous;
  result.categories = ratings.categories;
  result.agreement = PairwiseAgreementOf(columns, ratings.categories);
  result.fleiss = FleissKappaOf(columns, ratings.categories);
  std::vector<double> ranks;
  for (size_t i = 0; i < ratings.categories; ++i) ranks.push_back(static_cast<double>(i + 1));
  const bool have_values = !values.empty() && values.size() == ratings.categories;
  result.nominal = KrippendorffAlphaOf(columns, ranks, Scale::kNominal);
  const auto alpha_of = [&](bool can, absl::Span<const double> of, Scale scale) {
    return can ? KrippendorffAlphaOf(columns, of, scale)
               : KrippendorffAlpha{.n = result.nominal.n, .alpha = Figure(Undefined::kOutOfRange)};
  };
  result.ordinal = alpha_of(are_ordered, ranks, Scale::kOrdinal);
  result.interval = alpha_of(have_values, values, Scale::kInterval);
  result.ratio = alpha_of(have_values && values[0] >= 0, values, Scale::kRatio);
  for (size_t first = 0; first < columns.size() && ratings.categories > 0; ++first) {
    for (size_t second = first + 1; second < columns.size(); ++second) {
      result.pairs.push_back(PairOf(columns, first, second, ratings.categories, are_ordered));
    }
  }
  return result;
}

}  // namespace lotse::survey::qualitative
