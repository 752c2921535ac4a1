#include "services/survey/exchange/tables/cell_number.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace lotse::survey {
namespace {

constexpr std::int64_t kSecondsOfADay = 86400;
// The 29th of February 1900, which was none.
constexpr std::int64_t kFalseDay = 60;

}  // namespace

std::optional<std::string> NumberText(absl::string_view number) {
  double value = 0;
  if (!absl::SimpleAtod(number, &value) || !std::isfinite(value)) return std::nullopt;
  if (value == 0) return "0";
  char digits[400];  // 309 before the point, or 17 behind 307 zeros.
  const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed);
  if (end.ec != std::errc()) return std::nullopt;
  return std::string(digits, end.ptr);
}

bool IsDateFormat(int id, absl::string_view code) {
  if ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
      (id >= 50 && id <= 58)) {
    return true;
  }
  char closing = '\0';
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = absl::ascii_tolower(static_cast<unsigned char>(code[i]));
    if (closing != '\0') {
      // `[h]` counts hours; `[Red]` and `[$-407]` are no parts of a time.
      if (c == closing) closing = '\0';
      continue;
    }
    if (c == '"') closing = '"';
    if (c == '[') {
      const absl::string_view rest = code.substr(i + 1);
      const std::size_t end = rest.find_first_not_of("hHmMsS");
      if (end != absl::string_view::npos && end > 0 && rest[end] == ']') return true;
      closing = ']';
    }
    if (c == '\\' || c == '_' || c == '*') ++i;  // The next character stands for itself.
    if (c == 'd' || c == 'y' || c == 'h' || c == 's') return true;
    if (c == 'm') return true;
  }
  return false;
}

std::optional<std::string> DateText(double number, bool since_1904) {
  if (!(number >= 0) || number >= 2'958'466) return std::nullopt;  // 10000-01-01.
  const std::int64_t seconds = std::llround(number * kSecondsOfADay);
  const std::int64_t day = seconds / kSecondsOfADay;
  const std::int64_t second = seconds % kSecondsOfADay;
  const std::string time =
      absl::StrFormat("%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
  if (number < 1 && day == 0) return time;
  if (!since_1904 && day == kFalseDay) return std::nullopt;
  const absl::CivilDay first = since_1904        ? absl::CivilDay(1904, 1, 1)
                               : day < kFalseDay ? absl::CivilDay(1899, 12, 31)
                                                 : absl::CivilDay(1899, 12, 30);
  const absl::CivilDay date = first + day;
  if (date.year() > 9999) return std::nullopt;
  const std::string text = absl::StrFormat("%04d-%02d-%02d", date.year(), date.month(), date.day());
  return second == 0 ? text : absl::StrCat(text, "T", time);
}

}  // namespace lotse::survey
