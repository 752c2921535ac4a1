#include "runtime/types/moment.h"

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"

namespace lotse::types {

absl::optional<absl::Time> ReadMoment(absl::string_view text) {
  // Abseil also takes blanks, signs and words for the infinite.
  if (text.empty() || !absl::ascii_isdigit(text[0])) return absl::nullopt;
  absl::Time time;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return absl::nullopt;
  const absl::civil_year_t year = absl::ToCivilYear(time, absl::UTCTimeZone()).year();
  if (year < 1 || year > 9999) return absl::nullopt;
  return time;
}

}  // namespace lotse::types
