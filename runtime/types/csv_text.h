#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// Writes the records of a CSV file (RFC 4180, UTF-8): CRLF behind each, fields with separators,
// quotation marks and line ends in quotation marks, which are doubled inside.
//
// A text that a spreadsheet would take for a formula, because it begins with = + - @, one of these
// in full width, a tab or a line end, gets an apostrophe put before it; so does one that begins
// with an apostrophe, so that whoever takes one apostrophe off gets the text back. Source: OWASP,
// CSV Injection. Only for who reads it by its separator: another one would cut texts in two, and
// what then begins a cell has no apostrophe. NUL, which no text file can carry, becomes U+FFFD.
class CsvText {
 public:
  explicit CsvText(char separator) : separator_(separator) {}

  void AddNumber(std::int64_t number, std::string* out);
  // A number of which the last `digits` digits stand behind `point`: 1234 and 2 are 12.34.
  void AddDecimal(std::int64_t unscaled, int digits, char point, std::string* out);
  // A number as decimal digits with a point, as they are but for the point.
  void AddNumeral(absl::string_view numeral, char point, std::string* out);
  void AddText(absl::string_view text, std::string* out);
  void EndRecord(std::string* out);

 private:
  void Separate(std::string* out);

  const char separator_;
  bool first_ = true;
};

// What AddText was given for this content of a field: without the apostrophe that it puts before
// texts that a spreadsheet would take for a formula. Other texts stay as they are.
absl::string_view WithoutGuard(absl::string_view field);

// `text` with U+FFFD for each NUL.
std::string WithoutNul(absl::string_view text);

}  // namespace lotse::types
