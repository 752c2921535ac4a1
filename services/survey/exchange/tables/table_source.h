#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Reads a file of tables by what it is: a workbook (.xlsx), Markdown if its first character is a
// vertical bar, else CSV with its sheets one below the other. INVALID_ARGUMENT that says what
// would be right if it is none of these (.xls, .ods, a password), is larger than
// kMaxTableSourceBytes, or as the readers have it.
absl::StatusOr<TableBook> ReadTables(absl::string_view bytes);

}  // namespace lotse::survey
