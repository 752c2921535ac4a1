#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/analysis/statistics/figure.h"

namespace lotse::survey::statistics {

// A table of two questions with its margins, over counts that somebody else keeps and that
// must outlive it. Rows and columns are numbered from 0.
class Crosstab {
 public:
  // `counts` are the persons per cell, row after row; their number is a multiple of
  // `columns`, which is above 0.
  Crosstab(absl::Span<const int64_t> counts, size_t columns);

  size_t rows() const { return row_totals_.size(); }
  size_t columns() const { return column_totals_.size(); }
  int64_t n() const { return n_; }
  int64_t at(size_t row, size_t column) const { return counts_[row * columns() + column]; }
  int64_t row_total(size_t row) const { return row_totals_[row]; }
  int64_t column_total(size_t column) const { return column_totals_[column]; }

  // 100 * the cell / the total of its row, of its column, of the table. Undefined:
  // kEmptyBase. RoundedPercent of the same two counts is what is published.
  Figure RowPercent(size_t row, size_t column) const;
  Figure ColumnPercent(size_t row, size_t column) const;
  Figure TotalPercent(size_t row, size_t column) const;

 private:
  absl::Span<const int64_t> counts_;
  std::vector<int64_t> row_totals_;
  std::vector<int64_t> column_totals_;
  int64_t n_ = 0;
};

}  // namespace lotse::survey::statistics
