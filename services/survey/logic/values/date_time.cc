#include "services/survey/logic/values/date_time.h"

#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {
namespace {

constexpr double kMillisecondsOfDay = 86'400'000;
// Every sign that FormatDateTime knows.
constexpr absl::string_view kSigns = "YymnbdeaHhMS3%";

// Takes what it reads off a text.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  // Exactly `count` digits.
  std::optional<int> Digits(int count) {
    if (rest_.size() < static_cast<std::size_t>(count)) return std::nullopt;
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(rest_[i]))) return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool Take(char c) {
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Digits of any number, of which the first three count.
  std::optional<int> Milliseconds() {
    int value = 0;
    int count = 0;
    for (; !rest_.empty() && absl::ascii_isdigit(static_cast<unsigned char>(rest_[0])); ++count) {
      if (count < 3) value = value * 10 + (rest_[0] - '0');
      rest_.remove_prefix(1);
    }
    if (count == 0) return std::nullopt;
    for (; count < 3; ++count) value *= 10;
    return value;
  }

  bool done() const { return rest_.empty(); }

 private:
  absl::string_view rest_;
};

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
  // Seconds east of UTC.
  std::optional<int> offset;
};

// What stands behind a time: nothing, `Z`, or `+01:00`. False if it is something else.
bool ReadOffset(Reader* reader, Clock* clock) {
  if (reader->done()) return true;
  if (reader->Take('Z')) {
    clock->offset = 0;
    return reader->done();
  }
  const bool west = reader->Take('-');
  if (!west && !reader->Take('+')) return false;
  const std::optional<int> hours = reader->Digits(2);
  if (!hours || !reader->Take(':')) return false;
  const std::optional<int> minutes = reader->Digits(2);
  if (!minutes || *hours > 23 || *minutes > 59) return false;
  clock->offset = (*hours * 60 + *minutes) * (west ? -60 : 60);
  return reader->done();
}

std::optional<Clock> ReadClock(Reader* reader) {
  Clock clock;
  const std::optional<int> hour = reader->Digits(2);
  if (!hour || !reader->Take(':')) return std::nullopt;
  const std::optional<int> minute = reader->Digits(2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  clock.hour = *hour;
  clock.minute = *minute;
  if (reader->Take(':')) {
    const std::optional<int> second = reader->Digits(2);
    if (!second || *second > 59) return std::nullopt;
    clock.second = *second;
    if (reader->Take('.')) {
      const std::optional<int> milliseconds = reader->Milliseconds();
      if (!milliseconds) return std::nullopt;
      clock.millisecond = *milliseconds;
    }
  }
  if (!ReadOffset(reader, &clock)) return std::nullopt;
  return clock;
}

// What clocks in `zone` show at a moment given by clocks of another offset.
absl::CivilSecond Moved(const absl::CivilSecond& second, int offset, const absl::TimeZone& zone) {
  const absl::Time time = absl::FromCivil(second, absl::UTCTimeZone()) - absl::Seconds(offset);
  return zone.At(time).cs;
}

absl::string_view MonthName(int month, absl::string_view language) {
  static constexpr absl::string_view kEnglish[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  static constexpr absl::string_view kGerman[] = {"Jan", "Feb", "M\u00E4r", "Apr", "Mai", "Jun",
                                                  "Jul", "Aug", "Sep",      "Okt", "Nov", "Dez"};
  return absl::StartsWith(language, "de") ? kGerman[month - 1] : kEnglish[month - 1];
}

absl::string_view DayName(absl::Weekday day, absl::string_view language) {
  static constexpr absl::string_view kEnglish[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static constexpr absl::string_view kGerman[] = {"Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"};
  const int index = static_cast<int>(day);
  return absl::StartsWith(language, "de") ? kGerman[index] : kEnglish[index];
}

}  // namespace

bool LooksLikeDate(absl::string_view text) {
  text = Stripped(text);
  return text.size() >= 10 && text[4] == '-' && text[7] == '-' &&
         absl::ascii_isdigit(static_cast<unsigned char>(text[0])) &&
         (text.size() == 10 || text[10] == 'T');
}

std::optional<DateTime> ReadDateTime(absl::string_view text, const absl::TimeZone& zone,
                                     bool* used_zone) {
  if (!LooksLikeDate(text)) return std::nullopt;
  Reader reader(Stripped(text));
  const std::optional<int> year = reader.Digits(4);
  if (!year || !reader.Take('-')) return std::nullopt;
  const std::optional<int> month = reader.Digits(2);
  if (!month || !reader.Take('-')) return std::nullopt;
  const std::optional<int> day = reader.Digits(2);
  if (!day) return std::nullopt;
  const absl::CivilDay civil(*year, *month, *day);
  // Abseil makes the 2nd of March of the 30th of February.
  if (civil.month() != *month || civil.day() != *day) return std::nullopt;
  DateTime moment;
  moment.second = civil;
  if (reader.done()) return moment;
  if (!reader.Take('T')) return std::nullopt;
  const std::optional<Clock> clock = ReadClock(&reader);
  if (!clock) return std::nullopt;
  moment.has_time = true;
  moment.millisecond = clock->millisecond;
  moment.second += clock->hour * 3600 + clock->minute * 60 + clock->second;
  if (clock->offset) {
    moment.second = Moved(moment.second, *clock->offset, zone);
    if (used_zone != nullptr) *used_zone = true;
  }
  return moment;
}

double DaysOf(const DateTime& moment) {
  const absl::CivilDay day(moment.second);
  const double days = static_cast<double>(day - absl::CivilDay(1970, 1, 1));
  if (!moment.has_time) return days;
  const double milliseconds =
      static_cast<double>(moment.second - absl::CivilSecond(day)) * 1000 + moment.millisecond;
  return days + milliseconds / kMillisecondsOfDay;
}

std::optional<DateTime> FromDays(double days) {
  // 0000-01-01 and 9999-12-31 as days.
  if (!(days >= -719528 && days < 2932897)) return std::nullopt;
  const double whole = std::floor(days);
  const double milliseconds = std::round((days - whole) * kMillisecondsOfDay);
  DateTime moment;
  moment.second = absl::CivilSecond(absl::CivilDay(1970, 1, 1) + static_cast<int>(whole)) +
                  static_cast<int>(milliseconds / 1000);
  moment.millisecond = static_cast<int>(std::fmod(milliseconds, 1000));
  moment.has_time = milliseconds != 0;
  return moment;
}

std::string DayText(const DateTime& moment) {
  const absl::CivilSecond& s = moment.second;
  return absl::StrFormat("%04d-%02d-%02d", s.year(), s.month(), s.day());
}

std::string MomentText(absl::Time time, const absl::TimeZone& zone) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3S%Ez", time, zone);
}

std::optional<double> ReadTimeOfDay(absl::string_view text, absl::Time now,
                                    const absl::TimeZone& zone, bool* used_zone) {
  Reader reader(Stripped(text));
  const std::optional<Clock> clock = ReadClock(&reader);
  if (!clock) return std::nullopt;
  absl::CivilSecond second =
      absl::CivilSecond(1970, 1, 1, clock->hour, clock->minute, clock->second);
  if (clock->offset) {
    if (used_zone != nullptr) *used_zone = true;
    const absl::CivilDay today(zone.At(now).cs);
    second =
        Moved(absl::CivilSecond(today) + (second - absl::CivilSecond(1970)), *clock->offset, zone);
  }
  const double milliseconds =
      static_cast<double>(second - absl::CivilSecond(absl::CivilDay(second))) * 1000 +
      clock->millisecond;
  return milliseconds / kMillisecondsOfDay;
}

std::string FormatDateTime(const DateTime& moment, absl::string_view format,
                           absl::string_view language) {
  const absl::CivilSecond& s = moment.second;
  std::string out;
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%' || i + 1 == format.size()) {
      out += format[i];
      continue;
    }
    switch (format[++i]) {
      case 'Y':
        absl::StrAppendFormat(&out, "%04d", s.year());
        break;
      case 'y':
        absl::StrAppendFormat(&out, "%02d", s.year() % 100);
        break;
      case 'm':
        absl::StrAppendFormat(&out, "%02d", s.month());
        break;
      case 'n':
        absl::StrAppend(&out, s.month());
        break;
      case 'b':
        absl::StrAppend(&out, MonthName(s.month(), language));
        break;
      case 'd':
        absl::StrAppendFormat(&out, "%02d", s.day());
        break;
      case 'e':
        absl::StrAppend(&out, s.day());
        break;
      case 'a':
        absl::StrAppend(&out, DayName(absl::GetWeekday(s), language));
        break;
      case 'H':
        absl::StrAppendFormat(&out, "%02d", s.hour());
        break;
      case 'h':
        absl::StrAppend(&out, s.hour());
        break;
      case 'M':
        absl::StrAppendFormat(&out, "%02d", s.minute());
        break;
      case 'S':
        absl::StrAppendFormat(&out, "%02d", s.second());
        break;
      case '3':
        absl::StrAppendFormat(&out, "%03d", moment.millisecond);
        break;
      case '%':
        out += '%';
        break;
      default:
        absl::StrAppend(&out, format.substr(i - 1, 2));
    }
  }
  return out;
}

std::optional<std::string> UnknownSign(absl::string_view format) {
  for (std::size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    if (i + 1 == format.size()) return "%";
    if (!absl::StrContains(kSigns, format[++i])) {
      return absl::StrCat("%", format.substr(i, 1));
    }
  }
  return std::nullopt;
}

}  // namespace lotse::survey::logic
