#include "runtime/types/csv.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "runtime/types/utf8.h"

namespace lotse::types {
namespace {

constexpr absl::string_view kByteOrderMark = "\xef\xbb\xbf";

// The separator that is more frequent in the first record, outside of quotes.
char FindSeparator(absl::string_view content) {
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

absl::Status Wrong(int line, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("line ", line, ": ", what));
}

absl::Status TooLong(int line) {
  return absl::ResourceExhaustedError(
      absl::StrCat("line ", line, ": a record of more than 1 MiB; shorten it"));
}

}  // namespace

CsvReader::CsvReader(absl::string_view content) : CsvReader(content, FindSeparator(content)) {}

CsvReader::CsvReader(absl::string_view content, char separator)
    : content_(content), rest_(content), separator_(separator) {
  absl::ConsumePrefix(&rest_, kByteOrderMark);
}

void CsvReader::GoTo(Place place) {
  rest_ = content_.substr(place.offset);
  line_ = place.line;
}

absl::Status CsvReader::Next(std::vector<CsvField>* fields) {
  const Place first = place();
  begin_ = rest_.size();
  absl::Status status = ReadFields(fields);
  // Without its line end.
  if (status.ok() || !IsTooLong()) return status;
  fields->clear();
  fields->shrink_to_fit();
  return Skip(first);
}

absl::Status CsvReader::ReadFields(std::vector<CsvField>* fields) {
  fields->clear();
  while (true) {
    if (fields->size() == kMaxFields) return Wrong(line_, "more than 1,000 fields in one record");
    CsvField& field = fields->emplace_back();
    field.line = line_;
    const bool quoted = absl::ConsumePrefix(&rest_, "\"");
    if (absl::Status s = quoted ? ReadQuoted(&field) : ReadPlain(&field); !s.ok()) return s;
    if (IsTooLong()) return TooLong(line_);
    if (!rest_.empty() && rest_.front() == separator_) {
      rest_.remove_prefix(1);
      continue;
    }
    EndLine();
    return absl::OkStatus();
  }
}

absl::Status CsvReader::Skip(Place place) {
  GoTo(place);
  bool quoted = false;
  while (!rest_.empty() && (quoted || !AtLineEnd())) {
    if (rest_.front() == '"') quoted = !quoted;
    if (rest_.front() == '\n') ++line_;
    rest_.remove_prefix(1);
  }
  if (quoted) return Wrong(place.line, "a quotation mark is opened and never closed");
  EndLine();
  return TooLong(place.line);
}

bool CsvReader::AtLineEnd() const {
  return rest_.empty() || rest_.front() == '\n' || rest_.substr(0, 2) == "\r\n";
}

void CsvReader::EndLine() {
  absl::ConsumePrefix(&rest_, "\r");
  if (absl::ConsumePrefix(&rest_, "\n")) ++line_;
}

absl::Status CsvReader::ReadPlain(CsvField* field) {
  while (!AtLineEnd() && rest_.front() != separator_ && !IsTooLong()) {
    if (rest_.front() == '"') return Wrong(line_, "a quotation mark inside an unquoted field");
    field->text += rest_.front();
    rest_.remove_prefix(1);
  }
  return absl::OkStatus();
}

absl::Status CsvReader::ReadQuoted(CsvField* field) {
  while (!rest_.empty() && !IsTooLong()) {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '"' && !absl::ConsumePrefix(&rest_, "\"")) {
      if (AtLineEnd() || rest_.front() == separator_) return absl::OkStatus();
      return Wrong(line_, "text behind a closing quotation mark");
    }
    if (c == '\n') ++line_;
    field->text += c;
  }
  return IsTooLong() ? TooLong(field->line)
                     : Wrong(field->line, "a quotation mark is opened and never closed");
}

absl::Status CheckCsvText(absl::string_view content) {
  if (IsUtf8(content)) return absl::OkStatus();
  int line = 1;
  // A line end is never part of another character, so lines can be checked alone.
  while (!content.empty()) {
    const size_t end = std::min(content.find('\n'), content.size() - 1) + 1;
    if (!IsUtf8(content.substr(0, end))) break;
    content.remove_prefix(end);
    ++line;
  }
  return Wrong(line, "not valid UTF-8; convert the file first");
}

void AppendCsvRecord(const std::vector<std::string>& fields, std::string* out) {
  for (size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) out->push_back(',');
    const std::string& text = fields[i];
    const bool plain = text.find_first_of("\",;\r\n\t") == std::string::npos &&
                       (text.empty() || (text.front() != ' ' && text.back() != ' '));
    // A record of one empty field would be an empty line.
    if (plain && (!text.empty() || fields.size() > 1)) {
      out->append(text);
    } else {
      absl::StrAppend(out, "\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
    }
  }
  out->append("\r\n");
}

}  // namespace lotse::types
