#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/csv.h"

namespace lotse::cli {

// Reads a table with one JSON object on each line: its keys are the columns, its values
// cells. Columns are `columns` and those that a line has beside them, by their names. A key
// that is absent, and null, are the empty cell; a number is as it would be written in a
// table, a truth value `true` or `false`. Empty lines are skipped. DataError with the line:
// not UTF-8, not a JSON object, a value that is a list or an object.
absl::StatusOr<CsvTable> ParseJsonLines(absl::string_view content,
                                        std::vector<std::string> columns);

}  // namespace lotse::cli
