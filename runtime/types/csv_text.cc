#include "runtime/types/csv_text.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace lotse::types {

std::string WithoutNul(absl::string_view text) {
  return absl::StrReplaceAll(text, {{absl::string_view("\0", 1), "\xEF\xBF\xBD"}});
}

void CsvText::Separate(std::string* out) {
  if (!first_) out->push_back(separator_);
  first_ = false;
}

void CsvText::AddNumber(std::int64_t number, std::string* out) {
  Separate(out);
  absl::StrAppend(out, number);
}

void CsvText::AddDecimal(std::int64_t unscaled, int digits, char point, std::string* out) {
  std::string text = absl::StrCat(unscaled < 0 ? -static_cast<std::uint64_t>(unscaled)
                                               : static_cast<std::uint64_t>(unscaled));
  const std::size_t behind = digits > 0 ? static_cast<std::size_t>(digits) : 0;
  if (text.size() <= behind) text.insert(0, behind + 1 - text.size(), '0');
  if (behind > 0) text.insert(text.size() - behind, 1, point);
  const bool quoted = behind > 0 && point == separator_;
  Separate(out);
  absl::StrAppend(out, quoted ? "\"" : "", unscaled < 0 ? "-" : "", text, quoted ? "\"" : "");
}

void CsvText::AddText(absl::string_view text, std::string* out) {
  Separate(out);
  if (text.empty()) return;
  const bool guarded = absl::string_view("=+-@\t\r\n'").find(text[0]) != absl::string_view::npos;
  const bool quoted = text.find_first_of("\",;\t\r\n") != absl::string_view::npos ||
                      text.front() == ' ' || text.back() == ' ';
  if (quoted) out->push_back('"');
  if (guarded) out->push_back('\'');
  for (const char c : text) {
    if (c == '\0') {
      out->append("\xEF\xBF\xBD");
      continue;
    }
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  if (quoted) out->push_back('"');
}

void CsvText::EndRecord(std::string* out) {
  out->append("\r\n");
  first_ = true;
}

}  // namespace lotse::types
