#include "services/survey/analysis/statistics/association.h"

#include <algorithm>
#include <cmath>

#include "services/survey/analysis/statistics/distributions.h"
#include "services/survey/analysis/statistics/rounding.h"

namespace lotse::survey::statistics {
namespace {

// What one cell has to do with its margins. n (O - E) is an integer, so independence is 0.
struct Cell {
  Cell(const Crosstab& table, size_t row, size_t column)
      : margins(Wide{table.row_total(row)} * table.column_total(column)),
        excess(Wide{table.at(row, column)} * table.n() - margins) {}

  Wide margins;  // n E
  Wide excess;   // n (O - E)
};

double Root(double value) { return std::sqrt(value); }

void AddCells(const Crosstab& table, Association* result) {
  const auto n = static_cast<double>(table.n());
  double chi_square = 0;
  double g_square = 0;
  double smallest = n;
  for (size_t r = 0; r < table.rows(); ++r) {
    for (size_t c = 0; c < table.columns(); ++c) {
      const Cell cell(table, r, c);
      if (cell.margins == 0) continue;
      const double expected = static_cast<double>(cell.margins) / n;
      const double relative =
          static_cast<double>(cell.excess) / static_cast<double>(cell.margins);  // (O - E) / E
      chi_square += expected * relative * relative;
      // The sum of O - E over the table is 0, and taking it off leaves no term below 0.
      g_square += 2 * expected * RelativeEntropyTerm(relative);
      smallest = std::min(smallest, expected);
      if (cell.margins < Wide{5} * table.n()) ++result->cells_expected_below_5;
    }
  }
  result->chi_square = Figure(chi_square);
  result->g_square = Figure(g_square);
  result->smallest_expected = Figure(smallest);
  result->expected_too_small = result->cells_expected_below_5 * 5 > result->rows * result->columns;
}

Figure CorrectedV(const Association& a) {
  const auto n = static_cast<double>(a.n);
  const auto shrunk = [n](int64_t categories) {
    const double less = static_cast<double>(categories) - 1;
    return less - less * less / (n - 1);
  };
  if (a.n < 2) return Figure(Undefined::kTooFewCases);
  const double smaller = std::min(shrunk(a.rows), shrunk(a.columns));
  if (smaller <= 0) return Figure(Undefined::kTooFewCases);
  const double phi_square =
      std::max(0.0, a.chi_square.value() / n - static_cast<double>(a.df) / (n - 1));
  return Figure(Root(phi_square / smaller));
}

void SetAll(Undefined why, Association* result) {
  for (Figure* figure : {&result->chi_square, &result->p, &result->g_square, &result->g_p,
                         &result->smallest_expected, &result->cramers_v, &result->corrected_v}) {
    *figure = Figure(why);
  }
}

// Adds up the weights of the tables with `table`'s margins, relative to that of the most
// probable one, so that no probability has to be computed.
class FisherSum {
 public:
  explicit FisherSum(const Crosstab& table)
      : row_(table.row_total(0)),
        column_(table.column_total(0)),
        rest_(table.row_total(1) - table.column_total(0)),
        observed_(table.at(0, 0)),
        lowest_(std::max<int64_t>(0, -rest_)),
        highest_(std::min(row_, column_)) {
    const auto top = static_cast<Wide>(row_ + 1) * (column_ + 1);
    mode_ = std::clamp(static_cast<int64_t>(top / (table.n() + 2)), lowest_, highest_);
  }

  double P() const {
    const long double limit = Weight(observed_) * (1 + 1e-7L);
    long double all = 0;
    long double as_rare = 0;
    const auto add = [&](long double weight) {
      all += weight;
      if (weight <= limit) as_rare += weight;
    };
    long double weight = 1;
    for (int64_t x = mode_; x <= highest_ && weight > kNothing; weight *= Up(x), ++x) add(weight);
    weight = mode_ > lowest_ ? Down(mode_) : 0;
    for (int64_t x = mode_ - 1; x >= lowest_ && weight > kNothing; weight *= Down(x), --x) {
      add(weight);
    }
    return std::min(1.0, static_cast<double>(as_rare / all));
  }

 private:
  // Smaller ones add nothing that a double could hold.
  static constexpr long double kNothing = 1e-400L;

  // The weight with x + 1 in the first cell over that with x, and with x - 1.
  long double Up(int64_t x) const {
    return static_cast<long double>(row_ - x) * static_cast<long double>(column_ - x) /
           (static_cast<long double>(x + 1) * static_cast<long double>(rest_ + x + 1));
  }
  long double Down(int64_t x) const {
    return static_cast<long double>(x) * static_cast<long double>(rest_ + x) /
           (static_cast<long double>(row_ - x + 1) * static_cast<long double>(column_ - x + 1));
  }
  long double Weight(int64_t target) const {
    long double weight = 1;
    for (int64_t x = mode_; x < target && weight > kNothing; ++x) weight *= Up(x);
    for (int64_t x = mode_; x > target && weight > kNothing; --x) weight *= Down(x);
    return weight;
  }

  int64_t row_;
  int64_t column_;
  int64_t rest_;  // The last cell is rest_ + the first.
  int64_t observed_;
  int64_t lowest_;
  int64_t highest_;
  int64_t mode_;
};

}  // namespace

Association AssociationOf(const Crosstab& table) {
  Association result;
  result.n = table.n();
  for (size_t r = 0; r < table.rows(); ++r) result.rows += table.row_total(r) > 0;
  for (size_t c = 0; c < table.columns(); ++c) result.columns += table.column_total(c) > 0;
  const int64_t smaller = std::min(result.rows, result.columns);
  if (smaller < 2) {
    SetAll(result.n == 0 ? Undefined::kEmptyBase : Undefined::kTooFewCategories, &result);
    return result;
  }
  AddCells(table, &result);
  result.df = (result.rows - 1) * (result.columns - 1);
  const auto df = static_cast<double>(result.df);
  result.p = Figure(ChiSquareUpperTail(df, result.chi_square.value()));
  result.g_p = Figure(ChiSquareUpperTail(df, result.g_square.value()));
  result.cramers_v = Figure(Root(result.chi_square.value() / static_cast<double>(result.n) /
                                 static_cast<double>(smaller - 1)));
  result.corrected_v = CorrectedV(result);
  return result;
}

Figure AdjustedResidual(const Crosstab& table, size_t row, size_t column) {
  if (table.n() == 0) return Figure(Undefined::kEmptyBase);
  const Cell cell(table, row, column);
  if (cell.margins == 0) return Figure(Undefined::kZeroExpected);
  const int64_t other_rows = table.n() - table.row_total(row);
  const int64_t other_columns = table.n() - table.column_total(column);
  if (other_rows == 0 || other_columns == 0) return Figure(Undefined::kTooFewCategories);
  // Numerator and denominator times n^1.5.
  return Figure(static_cast<double>(cell.excess) * Root(static_cast<double>(table.n())) /
                (Root(static_cast<double>(cell.margins)) *
                 Root(static_cast<double>(Wide{other_rows} * other_columns))));
}

Figure FisherExactP(const Crosstab& table) {
  if (table.rows() != 2 || table.columns() != 2) return Figure(Undefined::kNotTwoByTwo);
  if (table.n() == 0) return Figure(Undefined::kEmptyBase);
  for (size_t i = 0; i < 2; ++i) {
    if (table.row_total(i) == 0 || table.column_total(i) == 0) {
      return Figure(Undefined::kTooFewCategories);
    }
  }
  return Figure(FisherSum(table).P());
}

}  // namespace lotse::survey::statistics
