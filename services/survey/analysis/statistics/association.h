#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/crosstab.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// Whether the rows and columns of a table have to do with one another. Rows and columns in
// which nobody is are left out, as SPSS does, so that a category that nobody chose makes
// nothing undefined; `rows` and `columns` say what is left.
//
// E = row total * column total / n. The figures are undefined with kEmptyBase without
// anybody, and with kTooFewCategories if fewer than two rows or columns are left.
struct Association {
  int64_t n = 0;
  int64_t rows = 0;
  int64_t columns = 0;
  // (rows - 1)(columns - 1); 0 if the test is undefined.
  int64_t df = 0;

  // Pearson: sum of (O - E)^2 / E, without correction for continuity. p is the share of the
  // chi-square distribution above it.
  Figure chi_square;
  Figure p;
  // G^2 = 2 * sum of O ln(O / E), Agresti, Categorical Data Analysis, 3.2. p as above.
  Figure g_square;
  Figure g_p;

  Figure smallest_expected;
  // Cells with E < 5, of all rows * columns.
  int64_t cells_expected_below_5 = 0;
  // True if these are more than 20 % of the cells: then p is not to be trusted. Cochran 1954.
  bool expected_too_small = false;

  // sqrt(chi^2 / (n (min(rows, columns) - 1))), Cramer 1946.
  Figure cramers_v;
  // Bergsma 2013: phi^2 = max(0, chi^2 / n - df / (n - 1)), r~ = r - (r - 1)^2 / (n - 1), c~
  // likewise, sqrt(phi^2 / (min(r~, c~) - 1)). Undefined also with kTooFewCases, if n is too
  // small for that many rows or columns.
  Figure corrected_v;
};

Association AssociationOf(const Crosstab& table);

// (O - E) / sqrt(E (1 - row share)(1 - column share)), Haberman 1973: beyond 2 the cell
// stands out. Undefined: kEmptyBase without anybody, kZeroExpected if the row or the column
// is empty, kTooFewCategories if everybody is in this row or in this column.
Figure AdjustedResidual(const Crosstab& table, size_t row, size_t column);

}  // namespace lotse::survey::statistics
