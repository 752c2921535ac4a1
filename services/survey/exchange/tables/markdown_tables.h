#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Reads Markdown tables in the layout in which forms are shown in documents and tests: the name
// of a sheet in the first cell of a row, its rows below with an empty first cell.
//
//   | survey |      |      |       |
//   |        | type | name | label |
//   |        | text | q1   | Name? |
//
// `\|` is a vertical bar; rulers (`|---|:--|`) and blank lines are skipped; other lines are left
// out with a WARNING. The number of a row is that of its line. INVALID_ARGUMENT that names the
// line if it is not UTF-8, or as TableBuilder has it.
absl::StatusOr<TableBook> ReadMarkdownTables(absl::string_view text);

}  // namespace lotse::survey
