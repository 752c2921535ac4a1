#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "services/survey/analysis/suppression/two_way.h"
#include "services/survey/analysis/suppression/two_way_audit.h"

// What the tests of this folder share.

namespace lotse::survey::suppression {

// A pattern is written as `x` for each suppressed and `.` for each published cell, row by row;
// blanks are for the reader.
inline Pattern Parse(const std::string& text) {
  Pattern pattern;
  for (const char c : text) {
    if (c != ' ') pattern.push_back(c == 'x');
  }
  return pattern;
}

inline std::string Text(const Pattern& pattern) {
  std::string text;
  for (const bool suppressed : pattern) text += suppressed ? 'x' : '.';
  return text;
}

inline Pattern Small(const TwoWay& table, int64_t threshold) {
  Pattern pattern;
  for (const int64_t count : table.counts) pattern.push_back(count > 0 && count < threshold);
  return pattern;
}

// The intervals of all suppressed cells by trying: every table that has the same margins and the
// same published cells. Slow, and knows nothing of graphs. Published cells have width 0.
inline std::vector<Interval> TriedIntervals(const TwoWay& table, const Pattern& suppressed) {
  std::vector<int64_t> rows(table.rows, 0);
  std::vector<int64_t> columns(table.columns, 0);
  std::vector<int> cells;
  std::vector<Interval> found;
  for (int cell = 0; cell < table.Size(); ++cell) {
    found.push_back({table.counts[cell], table.counts[cell]});
    if (!suppressed[cell]) continue;
    rows[table.RowOf(cell)] += table.counts[cell];
    columns[table.ColumnOf(cell)] += table.counts[cell];
    cells.push_back(cell);
  }
  std::vector<int64_t> values(cells.size());
  const std::function<void(size_t)> fill = [&](size_t i) {
    if (i == cells.size()) {
      for (const int64_t left : rows) {
        if (left != 0) return;
      }
      for (const int64_t left : columns) {
        if (left != 0) return;
      }
      for (size_t k = 0; k < cells.size(); ++k) {
        found[cells[k]].low = std::min(found[cells[k]].low, values[k]);
        found[cells[k]].high = std::max(found[cells[k]].high, values[k]);
      }
      return;
    }
    int64_t& row = rows[table.RowOf(cells[i])];
    int64_t& column = columns[table.ColumnOf(cells[i])];
    const bool last_of_row =
        i + 1 == cells.size() || table.RowOf(cells[i + 1]) != table.RowOf(cells[i]);
    const int64_t most = std::min(row, column);
    for (int64_t value = last_of_row ? row : 0; value <= most; ++value) {
      values[i] = value;
      row -= value;
      column -= value;
      fill(i + 1);
      row += value;
      column += value;
    }
  };
  fill(0);
  return found;
}

}  // namespace lotse::survey::suppression
