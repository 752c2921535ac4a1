#include "services/survey/exchange/tables/table_book.h"

#include <algorithm>

namespace lotse::survey {

bool HasSameCells(const TableBook& a, const TableBook& b) {
  const auto same_cell = [](const TableCell& x, const TableCell& y) {
    return x.column == y.column && x.text == y.text;
  };
  const auto same_row = [&](const TableRow& x, const TableRow& y) {
    return x.number == y.number &&
           std::equal(x.cells.begin(), x.cells.end(), y.cells.begin(), y.cells.end(), same_cell);
  };
  return std::equal(a.sheets.begin(), a.sheets.end(), b.sheets.begin(), b.sheets.end(),
                    [&](const TableSheet& x, const TableSheet& y) {
                      return x.name == y.name && std::equal(x.rows.begin(), x.rows.end(),
                                                            y.rows.begin(), y.rows.end(), same_row);
                    });
}

std::string ColumnLetters(int column) {
  std::string letters;
  for (; column > 0; column = (column - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (column - 1) % 26));
  }
  return letters;
}

}  // namespace lotse::survey
