#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/exchange/tables/table_book.h"

namespace lotse::survey {

// A sheet as a CSV file.
struct CsvTable {
  std::string sheet;
  std::string content;
};

// Reads sheets that are a CSV file each (RFC 4180 in UTF-8, also with `;`: types::CsvReader).
// The number of a row is that of its record. INVALID_ARGUMENT that names sheet and line if one is
// no CSV or the limits of a TableBook are passed.
absl::StatusOr<TableBook> ReadCsvTables(absl::Span<const CsvTable> tables);

// Reads one CSV file in which the sheets stand one below the other (SectionedRows).
absl::StatusOr<TableBook> ReadSectionedCsv(absl::string_view content);

// Writes each sheet as a CSV file. The texts stand there as they are: such a file is read by
// programs that take forms, and an apostrophe before a `=` would change what a form says.
std::vector<CsvTable> WriteCsvTables(const TableBook& book);

// The same as one file in which the sheets stand one below the other, which ReadSectionedCsv reads.
std::string WriteSectionedCsv(const TableBook& book);

}  // namespace lotse::survey
