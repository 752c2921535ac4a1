#include "services/survey/analysis/statistics/agreement.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "services/survey/analysis/statistics/distributions.h"
#include "services/survey/analysis/statistics/rater_counts.h"

namespace lotse::survey::statistics {
namespace {

double Square(double value) { return value * value; }

double Weight(KappaWeights weights, size_t row, size_t column, size_t categories) {
  const double distance = std::abs(static_cast<double>(row) - static_cast<double>(column)) /
                          static_cast<double>(categories - 1);
  switch (weights) {
    case KappaWeights::kNone:
      break;
    case KappaWeights::kLinear:
      return 1 - distance;
    case KappaWeights::kQuadratic:
      return 1 - Square(distance);
  }
  return row == column ? 1 : 0;
}

// Visits each cell of a square table with its shares and its weight.
template <typename Visit>
void EachCell(const Crosstab& table, KappaWeights weights, const Visit& visit) {
  const auto n = static_cast<double>(table.n());
  for (size_t row = 0; row < table.rows(); ++row) {
    for (size_t column = 0; column < table.columns(); ++column) {
      visit(row, column, static_cast<double>(table.at(row, column)) / n,
            static_cast<double>(table.row_total(row)) / n,
            static_cast<double>(table.column_total(column)) / n,
            Weight(weights, row, column, table.rows()));
    }
  }
}

// The variance of kappa times n; `observed` and `expected` are defined.
double KappaVariance(const Crosstab& table, KappaWeights weights, double observed,
                     double expected) {
  const double kappa = (observed - expected) / (1 - expected);
  // The mean weight of each row, by the column totals, and of each column.
  std::vector<double> row_mean(table.rows());
  std::vector<double> column_mean(table.columns());
  EachCell(table, weights,
           [&](size_t row, size_t column, double, double row_share, double column_share, double w) {
             row_mean[row] += w * column_share;
             column_mean[column] += w * row_share;
           });
  double sum = 0;
  EachCell(table, weights, [&](size_t row, size_t column, double share, double, double, double w) {
    sum += share * Square(w - (row_mean[row] + column_mean[column]) * (1 - kappa));
  });
  return (sum - Square(kappa - expected * (1 - kappa))) / Square(1 - expected);
}

void SetAll(Undefined why, Kappa* result) {
  result->kappa = result->standard_error = Figure(why);
  result->interval = FigureOf<Interval>(why);
}

// The matrix of coincidences, with its margins.
struct Coincidences {
  size_t categories = 0;
  std::vector<double> cells;
  std::vector<double> totals;
  double n = 0;
};

Coincidences Count(absl::Span<const absl::Span<const uint8_t>> raters, size_t categories) {
  Coincidences result{.categories = categories,
                      .cells = std::vector<double>(categories * categories),
                      .totals = std::vector<double>(categories)};
  std::vector<int64_t> counts(categories);
  const size_t units = raters.empty() ? 0 : raters[0].size();
  for (size_t unit = 0; unit < units; ++unit) {
    const int64_t codes = CountCodes(raters, unit, absl::MakeSpan(counts));
    if (codes < 2) continue;
    result.n += static_cast<double>(codes);
    for (size_t a = 0; a < categories; ++a) {
      result.totals[a] += static_cast<double>(counts[a]);
      for (size_t b = 0; b < categories; ++b) {
        result.cells[a * categories + b] +=
            static_cast<double>(counts[a] * (counts[b] - (a == b ? 1 : 0))) /
            static_cast<double>(codes - 1);
      }
    }
  }
  return result;
}

// The squared distance of two different categories, `a` below `b`.
double Distance(const Coincidences& c, absl::Span<const double> values, Scale scale, size_t a,
                size_t b) {
  switch (scale) {
    case Scale::kNominal:
      break;
    case Scale::kOrdinal: {
      double between = -(c.totals[a] + c.totals[b]) / 2;
      for (size_t i = a; i <= b; ++i) between += c.totals[i];
      return Square(between);
    }
    case Scale::kInterval:
      return Square(values[a] - values[b]);
    case Scale::kRatio:
      return Square((values[a] - values[b]) / (values[a] + values[b]));
  }
  return 1;
}

}  // namespace

Kappa KappaOf(const Crosstab& table, KappaWeights weights, double confidence) {
  Kappa result;
  result.n = table.n();
  if (table.rows() != table.columns() || table.rows() == 1) {
    const auto why =
        table.rows() == table.columns() ? Undefined::kTooFewCategories : Undefined::kOutOfRange;
    result.observed = result.expected = Figure(why);
    SetAll(why, &result);
    return result;
  }
  if (result.n == 0) return result;  // All of it is kEmptyBase.
  double observed = 0;
  double expected = 0;
  EachCell(table, weights,
           [&](size_t, size_t, double share, double row_share, double column_share, double w) {
             observed += w * share;
             expected += w * row_share * column_share;
           });
  result.observed = Figure(observed);
  result.expected = Figure(expected);
  int64_t agreed = 0;
  for (size_t i = 0; i < table.rows(); ++i) {
    agreed += table.at(i, i);
    if (table.at(i, i) == table.n()) {
      SetAll(Undefined::kNoVariance, &result);
      return result;
    }
  }
  if (agreed == table.n()) {
    result.kappa = Figure(1.0);
    result.standard_error = Figure(0.0);
    result.interval = FigureOf<Interval>(Undefined::kNoVariance);
    return result;
  }
  const double kappa = (observed - expected) / (1 - expected);
  const double variance = KappaVariance(table, weights, observed, expected);
  const double error = std::sqrt(std::max(0.0, variance) / static_cast<double>(result.n));
  const double reach = NormalFactor(confidence) * error;
  result.kappa = Figure(kappa);
  result.standard_error = Figure(error);
  result.interval = FigureOf<Interval>(Interval{kappa - reach, kappa + reach});
  return result;
}

KrippendorffAlpha KrippendorffAlphaOf(absl::Span<const absl::Span<const uint8_t>> raters,
                                      absl::Span<const double> values, Scale scale) {
  const Coincidences c = Count(raters, values.size());
  KrippendorffAlpha result;
  result.n = static_cast<int64_t>(c.n);
  if (result.n == 0) return result;
  double observed = 0;
  double expected = 0;
  for (size_t b = 0; b < c.categories; ++b) {
    for (size_t a = 0; a < b; ++a) {
      if (c.totals[a] == 0 || c.totals[b] == 0) continue;
      const double distance = Distance(c, values, scale, a, b);
      observed += c.cells[a * c.categories + b] * distance;
      expected += c.totals[a] * c.totals[b] * distance;
    }
  }
  result.alpha =
      expected == 0 ? Figure(Undefined::kNoVariance) : Figure(1 - (c.n - 1) * observed / expected);
  return result;
}

}  // namespace lotse::survey::statistics
