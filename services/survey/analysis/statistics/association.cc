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

}  // namespace lotse::survey::statistics
