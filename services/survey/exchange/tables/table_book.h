#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "lotse/survey/v1alpha/instrument.pb.h"

namespace lotse::survey {

// Limits of a file of tables. A questionnaire of the largest size (2,000 questions and 20,000
// options in the proto) has 22,000 rows; a cell of Excel holds 32,767 characters.
inline constexpr std::size_t kMaxTableSourceBytes = 4u << 20;  // What a message of gRPC may have.
inline constexpr int kMaxTableSheets = 100;
inline constexpr int kMaxTableRows = 50'000;    // With content, of all sheets together.
inline constexpr int kMaxTableColumns = 1'000;  // As CsvReader has them.
inline constexpr int kMaxTableCells = 500'000;  // With content.
inline constexpr std::size_t kMaxCellBytes = 128u << 10;
inline constexpr std::size_t kMaxTableTextBytes = 16u << 20;  // Of all cells together.

// A cell with content.
struct TableCell {
  int column = 0;    // From 1.
  std::string text;  // Valid UTF-8, as it stands; line ends are `\n`.
};

// A row that has a cell with content.
struct TableRow {
  int number = 0;                // From 1, as the program shows it that the table was made with.
  std::vector<TableCell> cells;  // By column.
};

// A table under a name.
struct TableSheet {
  std::string name;
  std::vector<TableRow> rows;  // By number.
};

// The tables of one file, as text. What a reader changed or left out stands in `findings`.
struct TableBook {
  std::vector<TableSheet> sheets;
  std::vector<v1alpha::ImportFinding> findings;
};

// Whether two books have the same sheets with the same cells.
bool HasSameCells(const TableBook& a, const TableBook& b);

// The name of a column as spreadsheets show it: `A` for 1, `AA` for 27.
std::string ColumnLetters(int column);

}  // namespace lotse::survey
