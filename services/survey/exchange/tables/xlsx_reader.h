#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// Reads a workbook (.xlsx, Office Open XML: ECMA-376), all of its sheets as WorksheetReader has
// them, hidden ones with a NOTE. Comments and pictures are left out with a NOTE. INVALID_ARGUMENT
// that names the part or the cell, and says what would be right, if it is damaged, passes a limit
// of ZipArchive, ReadXmlPart or TableBook, or is another kind of file (.ods, .docx).
absl::StatusOr<TableBook> ReadXlsx(absl::string_view bytes);

}  // namespace lotse::survey
