#include "runtime/types/date.h"

#include <cstdio>
#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace lotse::types {

absl::CivilDay ToCivil(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

google::type::Date ToDate(absl::CivilDay day) {
  google::type::Date date;
  date.set_year(static_cast<int32_t>(day.year()));
  date.set_month(day.month());
  date.set_day(day.day());
  return date;
}

const absl::TimeZone& BerlinTime() {
  static const absl::TimeZone* zone = [] {
    auto* berlin = new absl::TimeZone();
    if (!absl::LoadTimeZone("Europe/Berlin", berlin)) {
      std::fputs("no time zone data for Europe/Berlin; install tzdata\n", stderr);
      std::abort();
    }
    return berlin;
  }();
  return *zone;
}

google::type::Date DayInBerlin(absl::Time time) {
  return ToDate(absl::ToCivilDay(time, BerlinTime()));
}

bool CheckDate(absl::string_view field, const google::type::Date& date,
               rpc::FieldViolations* violations) {
  const absl::CivilDay day = ToCivil(date);
  // A civil day normalizes the 30th of February to a day in March.
  const bool real = date.year() >= 1900 && date.year() <= 2200 && day.month() == date.month() &&
                    day.day() == date.day();
  if (!real) {
    violations->push_back({std::string(field),
                           "missing or not a day; give year (1900 to 2200), month and day",
                           "fehlt oder ist kein Tag; Jahr (1900 bis 2200), Monat und Tag angeben"});
  }
  return real;
}

bool CheckPeriod(absl::string_view first_field, const google::type::Date& first,
                 absl::string_view last_field, const google::type::Date& last,
                 rpc::FieldViolations* violations) {
  const bool first_real = CheckDate(first_field, first, violations);
  const bool last_real = CheckDate(last_field, last, violations);
  if (!first_real || !last_real) return false;
  if (ToCivil(last) >= ToCivil(first)) return true;
  violations->push_back(
      {std::string(last_field),
       absl::StrCat("before ", first_field, "; give that day or a later one"),
       absl::StrCat("liegt vor ", first_field, "; diesen Tag oder einen späteren angeben")});
  return false;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp out;
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1000000;
  if (micros % 1000000 < 0) --seconds;
  out.set_seconds(seconds);
  out.set_nanos(static_cast<int32_t>(micros - seconds * 1000000) * 1000);
  return out;
}

}  // namespace lotse::types
