#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/types/csv.h"

namespace lotse::cli {

using types::CsvField;

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

// Reads a table with types::CsvReader; empty lines are skipped. DataError with the line: not
// UTF-8, what the reader refuses, no header. The number of fields of a record is not checked
// here.
absl::StatusOr<CsvTable> ParseCsv(absl::string_view content);

}  // namespace lotse::cli
