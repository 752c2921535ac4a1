#include "cli/csv.h"

#include "absl/strings/ascii.h"
#include "cli/failure.h"

namespace lotse::cli {

absl::StatusOr<CsvTable> ParseCsv(absl::string_view content) {
  if (absl::Status utf8 = types::CheckCsvText(content); !utf8.ok()) {
    return DataError(utf8.message());
  }
  CsvTable table;
  types::CsvReader reader(content);
  int number = 0;
  while (!reader.AtEnd()) {
    CsvRecord record;
    record.line = reader.place().line;
    if (absl::Status read = reader.Next(&record.fields); !read.ok()) {
      return DataError(read.message());
    }
    if (table.header.empty()) {
      for (const CsvField& field : record.fields) {
        table.header.emplace_back(absl::StripAsciiWhitespace(field.text));
      }
      continue;
    }
    // A one-column table may well have an empty cell; elsewhere it is an empty line.
    const bool empty_line = record.fields.size() == 1 && record.fields[0].text.empty();
    if (empty_line && table.header.size() > 1) continue;
    record.number = ++number;
    table.records.push_back(std::move(record));
  }
  if (table.header.empty()) return DataError("the table is empty: it has no header");
  return table;
}

}  // namespace lotse::cli
