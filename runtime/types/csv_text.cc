#include "runtime/types/csv_text.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
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

void CsvText::AddNumeral(absl::string_view numeral, char point, std::string* out) {
  const bool quoted = point == separator_ && absl::StrContains(numeral, '.');
  Separate(out);
  absl::StrAppend(out, quoted ? "\"" : "",
                  absl::StrReplaceAll(numeral, {{".", absl::string_view(&point, 1)}}),
                  quoted ? "\"" : "");
}

namespace {

// Whether a spreadsheet would take a cell with this text for a formula, or an apostrophe was put
// before it that is its own.
bool NeedsGuard(absl::string_view text) {
  // = + - @ in full width, which some take for the others.
  constexpr absl::string_view kWide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
  if (text.empty()) return false;
  if (absl::string_view("=+-@\t\r\n'").find(text[0]) != absl::string_view::npos) return true;
  return std::any_of(std::begin(kWide), std::end(kWide),
                     [&](absl::string_view wide) { return absl::StartsWith(text, wide); });
}

}  // namespace

absl::string_view WithoutGuard(absl::string_view field) {
  return absl::StartsWith(field, "'") && NeedsGuard(field.substr(1)) ? field.substr(1) : field;
}

void CsvText::AddText(absl::string_view text, std::string* out) {
  Separate(out);
  if (text.empty()) return;
  const bool guarded = NeedsGuard(text);
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
