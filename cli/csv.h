#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// One field of a table and the line of the file in which it begins, from 1.
struct CsvField {
  std::string text;
  int line = 0;
};

// One record of a table.
struct CsvRecord {
  // Its number from 1; the header is not counted.
  int number = 0;
  // The line in which it begins, from 1.
  int line = 0;
  std::vector<CsvField> fields;
};

// A table with a header.
struct CsvTable {
  // Names of the columns, trimmed.
  std::vector<std::string> header;
  std::vector<CsvRecord> records;
};

// Reads CSV as RFC 4180 describes it, in UTF-8: quoted fields with doubled
// quotation marks and line ends inside, CRLF or LF between records, with or
// without a line end behind the last. Beyond the RFC: a byte order mark, `;`
// instead of `,` (the one that is more frequent in the header), and empty lines
// are skipped. DataError with the line: not UTF-8, a quotation mark inside an
// unquoted field or not followed by a separator, a quotation mark that is never
// closed, no header. The number of fields of a record is not checked here.
absl::StatusOr<CsvTable> ParseCsv(absl::string_view content);

}  // namespace lotse::cli
