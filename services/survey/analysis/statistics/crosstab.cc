#include "services/survey/analysis/statistics/crosstab.h"

namespace lotse::survey::statistics {
Crosstab::Crosstab(absl::Span<const int64_t> counts, size_t columns)
    : counts_(counts), row_totals_(counts.size() / columns), column_totals_(columns) {
  for (size_t i = 0; i < counts.size(); ++i) {
    row_totals_[i / columns] += counts[i];
    column_totals_[i % columns] += counts[i];
    n_ += counts[i];
  }
}

Figure Crosstab::RowPercent(size_t row, size_t column) const {
  return Percent(at(row, column), row_total(row));
}

Figure Crosstab::ColumnPercent(size_t row, size_t column) const {
  return Percent(at(row, column), column_total(column));
}

Figure Crosstab::TotalPercent(size_t row, size_t column) const {
  return Percent(at(row, column), n_);
}

}  // namespace lotse::survey::statistics
