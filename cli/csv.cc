#include "cli/csv.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/failure.h"
#include "runtime/types/utf8.h"

namespace lotse::cli {
namespace {

// Reads one record after the other.
class Reader {
 public:
  explicit Reader(absl::string_view content) : rest_(content), separator_(FindSeparator(content)) {}

  bool AtEnd() const { return rest_.empty(); }

  absl::StatusOr<CsvRecord> Next() {
    CsvRecord record;
    record.line = line_;
    while (true) {
      CsvField field;
      field.line = line_;
      const bool quoted = absl::ConsumePrefix(&rest_, "\"");
      if (absl::Status read = quoted ? ReadQuoted(&field) : ReadPlain(&field); !read.ok()) {
        return read;
      }
      record.fields.push_back(std::move(field));
      if (!rest_.empty() && rest_.front() == separator_) {
        rest_.remove_prefix(1);
        continue;
      }
      EndLine();
      return record;
    }
  }

 private:
  // The separator that is more frequent in the first record, outside of quotes.
  static char FindSeparator(absl::string_view content) {
    int commas = 0;
    int semicolons = 0;
    bool quoted = false;
    for (const char c : content) {
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == '\n') break;
      commas += c == ',';
      semicolons += c == ';';
    }
    return semicolons > commas ? ';' : ',';
  }

  bool AtLineEnd() const {
    return rest_.empty() || rest_.front() == '\n' ||
           absl::string_view(rest_).substr(0, 2) == "\r\n";
  }

  void EndLine() {
    absl::ConsumePrefix(&rest_, "\r");
    if (absl::ConsumePrefix(&rest_, "\n")) ++line_;
  }

  absl::Status ReadPlain(CsvField* field) {
    while (!AtLineEnd() && rest_.front() != separator_) {
      if (rest_.front() == '"') {
        return DataError(
            absl::StrCat("line ", line_, ": a quotation mark inside an unquoted field"));
      }
      field->text += rest_.front();
      rest_.remove_prefix(1);
    }
    return absl::OkStatus();
  }

  absl::Status ReadQuoted(CsvField* field) {
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"' && !absl::ConsumePrefix(&rest_, "\"")) {
        if (AtLineEnd() || rest_.front() == separator_) return absl::OkStatus();
        return DataError(absl::StrCat("line ", line_, ": text behind a closing quotation mark"));
      }
      if (c == '\n') ++line_;
      field->text += c;
    }
    return DataError(
        absl::StrCat("line ", field->line, ": a quotation mark is opened and never closed"));
  }

  absl::string_view rest_;
  const char separator_;
  int line_ = 1;
};

absl::Status CheckUtf8(absl::string_view content) {
  if (types::IsUtf8(content)) return absl::OkStatus();
  int line = 1;
  // A line end is never part of another character, so lines can be checked alone.
  while (!content.empty()) {
    const size_t end = std::min(content.find('\n'), content.size() - 1) + 1;
    if (!types::IsUtf8(content.substr(0, end))) break;
    content.remove_prefix(end);
    ++line;
  }
  return DataError(absl::StrCat("line ", line, ": not valid UTF-8; convert the file first"));
}

}  // namespace

absl::StatusOr<CsvTable> ParseCsv(absl::string_view content) {
  absl::ConsumePrefix(&content, "\xef\xbb\xbf");
  if (absl::Status utf8 = CheckUtf8(content); !utf8.ok()) return utf8;
  CsvTable table;
  Reader reader(content);
  int number = 0;
  while (!reader.AtEnd()) {
    absl::StatusOr<CsvRecord> record = reader.Next();
    if (!record.ok()) return record.status();
    if (table.header.empty()) {
      for (const CsvField& field : record->fields) {
        table.header.emplace_back(absl::StripAsciiWhitespace(field.text));
      }
      continue;
    }
    // A one-column table may well have an empty cell; elsewhere it is an empty line.
    const bool empty_line = record->fields.size() == 1 && record->fields[0].text.empty();
    if (empty_line && table.header.size() > 1) continue;
    record->number = ++number;
    table.records.push_back(*std::move(record));
  }
  if (table.header.empty()) return DataError("the table is empty: it has no header");
  return table;
}

}  // namespace lotse::cli
