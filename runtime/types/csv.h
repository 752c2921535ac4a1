#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

// Tables as text: CSV as RFC 4180 describes it, in UTF-8.
namespace lotse::types {

// One field of a table and the line of the file in which it begins, from 1.
struct CsvField {
  std::string text;
  int line = 0;
};

// Reads one record after the other: quoted fields with doubled quotation marks and line
// ends inside, CRLF or LF between records, with or without a line end behind the last.
// Beyond the RFC: a byte order mark, and `;` instead of `,` (the one that is more frequent
// in the first record).
class CsvReader {
 public:
  // Where a record begins.
  struct Place {
    size_t offset = 0;
    int line = 1;
  };

  // Fields that a record may have, and bytes.
  static constexpr size_t kMaxFields = 1000;
  static constexpr size_t kMaxRecordBytes = 1 << 20;

  // `content` outlives it.
  explicit CsvReader(absl::string_view content);
  // The same for a table whose fields are separated by `separator`, for example a tab.
  CsvReader(absl::string_view content, char separator);

  bool AtEnd() const { return rest_.empty(); }
  Place place() const { return {content_.size() - rest_.size(), line_}; }
  void GoTo(Place place);

  // Reads the fields of the next record; one empty field for an empty line.
  // InvalidArgument with the line: a quotation mark inside an unquoted field or not
  // followed by a separator, one that is never closed, too many fields. ResourceExhausted
  // with the line in which the record begins: more than kMaxRecordBytes; the next one can be
  // read.
  absl::Status Next(std::vector<CsvField>* fields);

 private:
  absl::Status ReadFields(std::vector<CsvField>* fields);
  // Goes behind a record without keeping anything of it.
  absl::Status Skip(Place place);
  // Whether the record that begins at `begin_` is too long by now.
  bool IsTooLong() const { return begin_ - rest_.size() > kMaxRecordBytes; }
  bool AtLineEnd() const;
  void EndLine();
  absl::Status ReadPlain(CsvField* field);
  absl::Status ReadQuoted(CsvField* field);

  const absl::string_view content_;
  absl::string_view rest_;
  const char separator_;
  int line_ = 1;
  size_t begin_ = 0;  // Bytes of the content from the begin of the record on.
};

// InvalidArgument with the first line that is not UTF-8.
absl::Status CheckCsvText(absl::string_view content);

// Adds a record with its line end (CRLF); fields are quoted where they have to be.
void AppendCsvRecord(const std::vector<std::string>& fields, std::string* out);

}  // namespace lotse::types
