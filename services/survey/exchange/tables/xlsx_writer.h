#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Writes a workbook in which all cells are text, whatever they look like, so that a `1.0` or a
// `=` stays what it is. The first row of each sheet is its head. The file is the same for the
// same tables. INVALID_ARGUMENT with the place if a name of a sheet or a text is longer than a
// workbook can hold (31 and 32,767 UTF-16 units) or a name has one of `[]:*?/\`; UNAVAILABLE if
// temporary files cannot be written.
absl::StatusOr<std::string> WriteXlsx(const TableBook& book);

}  // namespace lotse::survey
