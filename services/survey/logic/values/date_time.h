#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

// Days and times as ODK XForms writes them: `2026-03-02`, `2026-03-02T09:00:00.000+01:00`.
namespace lotse::survey::logic {

// A day, or a day with a time, as clocks and calendars show it in one time zone.
struct DateTime {
  absl::CivilSecond second;
  int millisecond = 0;
  bool has_time = false;
};

// Whether `text` looks like a day or a day with a time; ReadDateTime may still find that there is
// no such day. Cheap.
bool LooksLikeDate(absl::string_view text);

// Reads a day or a day with a time, whose seconds, fraction of a second and offset from UTC may be
// absent. With an offset or `Z` it is what clocks in `zone` show then; without, it is theirs
// already. White space around it does not count. nullopt for anything else. `used_zone` is set to
// true if the zone made a difference; it may be nullptr.
std::optional<DateTime> ReadDateTime(absl::string_view text, const absl::TimeZone& zone,
                                     bool* used_zone);

// Days since 1970-01-01, as the calendar counts them: a time is a fraction of its day, and every
// day has 24 hours. So a number of days added to a day gives a day, also where clocks are put
// forward or back in between.
double DaysOf(const DateTime& moment);

// The same backwards, to the millisecond; nullopt beyond the years 0 to 9999, and for NaN.
std::optional<DateTime> FromDays(double days);

// `2026-03-02`.
std::string DayText(const DateTime& moment);

// `2026-03-02T09:00:00.000+01:00`.
std::string MomentText(absl::Time time, const absl::TimeZone& zone);

// A time of day as the fraction of the day that has passed: 0.5 at noon. `09:00`, `09:00:00`,
// `09:00:00.000`, each with an offset from UTC or `Z`, or without. With one it is what clocks in
// `zone` show then on the day of `now`. nullopt for anything else.
std::optional<double> ReadTimeOfDay(absl::string_view text, absl::Time now,
                                    const absl::TimeZone& zone, bool* used_zone);

// `moment` in the form that `format` gives, with the short names of months and days of `language`
// (BCP 47; German, else English): `%Y` `%y` `%m` `%n` `%b` `%d` `%e` `%a` `%H` `%h` `%M` `%S` `%3`
// as ODK XForms defines them, and `%%`.
std::string FormatDateTime(const DateTime& moment, absl::string_view format,
                           absl::string_view language);

// The first sign after `%` in `format` that FormatDateTime does not know, as `%x`, or `%` at the
// end; nullopt if there is none.
std::optional<std::string> UnknownSign(absl::string_view format);

}  // namespace lotse::survey::logic
