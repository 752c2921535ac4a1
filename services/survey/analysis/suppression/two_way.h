#pragma once

#include <cstdint>
#include <vector>

namespace lotse::survey::suppression {

// For each cell of a table, in its order: true if its count is not published.
using Pattern = std::vector<bool>;

// The inner cells of a table of two variables, row by row. No count is negative. The sums of
// its rows and columns (margins) are not part of it; where nothing else is said, they are
// published and exact.
struct TwoWay {
  int rows = 0;
  int columns = 0;
  std::vector<int64_t> counts;  // rows * columns

  int Size() const { return rows * columns; }
  int At(int row, int column) const { return row * columns + column; }
  int RowOf(int cell) const { return cell / columns; }
  int ColumnOf(int cell) const { return cell % columns; }
};

}  // namespace lotse::survey::suppression
