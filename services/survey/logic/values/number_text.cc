#include "services/survey/logic/values/number_text.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

#include "absl/strings/ascii.h"

namespace lotse::survey::logic {

bool IsXmlSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

absl::string_view Stripped(absl::string_view text) {
  while (!text.empty() && IsXmlSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsXmlSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string NumberText(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number > 0 ? "Infinity" : "-Infinity";
  if (number == 0) return "0";
  char digits[400];  // 309 before the point, or 17 behind 323 zeros, and the signs.
  const auto end = std::to_chars(digits, digits + sizeof(digits), number, std::chars_format::fixed);
  return std::string(digits, end.ptr);
}

double ReadNumber(absl::string_view text) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  text = Stripped(text);
  int digits = 0;
  int points = 0;
  for (std::size_t i = text.empty() || text[0] != '-' ? 0 : 1; i < text.size(); ++i) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      ++digits;
    } else if (text[i] != '.' || ++points > 1) {
      return kNaN;
    }
  }
  if (digits == 0) return kNaN;
  double number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc::result_out_of_range) return number;
  // Nothing but zeros before the point: too small, else too large for a double.
  const bool small = text.substr(0, text.find('.')).find_first_of("123456789") == text.npos;
  const double size = small ? 0 : std::numeric_limits<double>::infinity();
  return text[0] == '-' ? -size : size;
}

}  // namespace lotse::survey::logic
