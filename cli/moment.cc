#include "cli/moment.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/time/civil_time.h"
#include "cli/failure.h"
#include "runtime/types/date.h"
#include "runtime/types/moment.h"

namespace lotse::cli {
namespace {

// More would lead behind the last year that a timestamp has.
constexpr int kMaxNumber = 100'000;

absl::TimeZone Zone() {
  absl::TimeZone zone = absl::UTCTimeZone();
  absl::LoadTimeZone("Europe/Berlin", &zone);
  return zone;
}

// A number and a unit; zero if it is none.
absl::Duration ParseDuration(absl::string_view text) {
  int number = 0;
  if (text.size() < 2 || !absl::ascii_isdigit(text[0]) ||
      !absl::SimpleAtoi(text.substr(0, text.size() - 1), &number) || number > kMaxNumber) {
    return absl::ZeroDuration();
  }
  switch (text.back()) {
    case 'm':
      return number * absl::Minutes(1);
    case 'h':
      return number * absl::Hours(1);
    case 'd':
      return number * absl::Hours(24);
    case 'w':
      return number * absl::Hours(24 * 7);
    default:
      return absl::ZeroDuration();
  }
}

}  // namespace

absl::StatusOr<absl::Time> ParseUntil(absl::string_view text, absl::Time now) {
  // Abseil also takes blanks, signs and words for the infinite.
  if (!text.empty() && absl::ascii_isdigit(text[0])) {
    const absl::Duration duration = ParseDuration(text);
    if (duration > absl::ZeroDuration()) return now + duration;
    absl::CivilDay day;
    constexpr size_t kDateLength = 10;
    if (text.size() == kDateLength && absl::ParseCivilTime(text, &day)) {
      return absl::FromCivil(day + 1, Zone());
    }
    const absl::optional<absl::Time> time = types::ReadMoment(text);
    if (time.has_value()) return *time;
  }
  return UsageError("--until: give a date, for example 2026-12-31, or a duration such as 30d");
}

std::string FormatUntil(absl::Time time) {
  const absl::CivilSecond civil = absl::ToCivilSecond(time, Zone());
  if (civil == absl::CivilSecond(absl::CivilDay(civil))) {
    return absl::FormatCivilTime(absl::CivilDay(civil) - 1);
  }
  return MomentText(time);
}

std::string MomentText(absl::Time time) { return absl::FormatTime("%Y-%m-%d %H:%M", time, Zone()); }

absl::optional<google::type::Date> ReadDay(absl::string_view text) {
  constexpr size_t kLength = 10;
  absl::CivilDay day;
  const bool is_day = text.size() == kLength && absl::ascii_isdigit(text[0]) &&
                      absl::ParseCivilTime(text, &day) && absl::FormatCivilTime(day) == text;
  return is_day ? absl::make_optional(types::ToDate(day)) : absl::nullopt;
}

absl::Time EndOf(const google::type::Date& day) {
  return absl::FromCivil(types::ToCivil(day) + 1, Zone());
}

}  // namespace lotse::cli
