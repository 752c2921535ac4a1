#include "cli/engagement/days.h"

#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/types/optional.h"
#include "cli/failure.h"
#include "cli/moment.h"
#include "runtime/types/date.h"

namespace lotse::cli {
namespace {

using google::type::Date;

constexpr int kMonthsOfQuarter = 3;
constexpr int kMonthsOfHalf = 6;

// So many whole months.
Period MonthsFrom(absl::CivilMonth first, int months) {
  return {types::ToDate(absl::CivilDay(first)), types::ToDate(absl::CivilDay(first + months) - 1)};
}

// A number of exactly `digits` digits; -1 if it is none.
int NumberOf(absl::string_view text, size_t digits) {
  int number = 0;
  if (text.size() != digits ||
      !absl::c_all_of(text, [](char c) { return absl::ascii_isdigit(c); }) ||
      !absl::SimpleAtoi(text, &number)) {
    return -1;
  }
  return number;
}

// A year, half, quarter or month; nothing for anything else.
absl::optional<Period> ReadSpan(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '-');
  const int year = NumberOf(parts[0], 4);
  if (year < 1900 || year > 2200 || parts.size() > 2) return absl::nullopt;
  if (parts.size() == 1) return MonthsFrom(absl::CivilMonth(year), 12);
  const std::string part = absl::AsciiStrToUpper(parts[1]);
  if (part.size() != 2) return absl::nullopt;
  const int number = NumberOf(absl::string_view(part).substr(1), 1);
  if (part[0] == 'Q' && number >= 1 && number <= 4) {
    return MonthsFrom(absl::CivilMonth(year, 1 + (number - 1) * kMonthsOfQuarter),
                      kMonthsOfQuarter);
  }
  if (part[0] == 'H' && number >= 1 && number <= 2) {
    return MonthsFrom(absl::CivilMonth(year, 1 + (number - 1) * kMonthsOfHalf), kMonthsOfHalf);
  }
  const int month = NumberOf(part, 2);
  if (month < 1 || month > 12) return absl::nullopt;
  return MonthsFrom(absl::CivilMonth(year, month), 1);
}

}  // namespace

absl::StatusOr<Date> DayOf(const Args& args, const std::string& flag) {
  if (args.Get(flag).empty()) {
    return UsageError(absl::StrCat("--", flag, " is missing; write --", flag, "=2026-03-01"));
  }
  const absl::optional<Date> day = ReadDay(args.Get(flag));
  if (day.has_value()) return *day;
  return UsageError(
      absl::StrCat("--", flag, ": '", args.Get(flag), "' is not a day; write one like 2026-03-01"));
}

absl::StatusOr<int> DaysFlag(const Args& args, int fallback) {
  constexpr int kMost = 366;
  int days = fallback;
  if (args.Has("days") &&
      (!absl::SimpleAtoi(args.Get("days"), &days) || days < 0 || days > kMost)) {
    return UsageError(absl::StrCat("--days: give a number from 0 to ", kMost));
  }
  return days;
}

std::string DayText(const Date& day) {
  if (day.year() == 0) return "";
  return absl::FormatCivilTime(types::ToCivil(day));
}

std::string PeriodText(const Date& first, const Date& last, bool ascii) {
  const absl::string_view dash = ascii ? "-" : "–";
  if (first.year() == 0 && last.year() == 0) return std::string(dash);
  return absl::StrCat(first.year() == 0 ? "" : DayText(first), " ", dash, " ", DayText(last));
}

absl::StatusOr<Period> ReadPeriod(absl::string_view text) {
  const std::vector<absl::string_view> days = absl::StrSplit(text, absl::MaxSplits("..", 1));
  const absl::optional<Date> first = ReadDay(days[0]);
  const absl::optional<Date> last = days.size() == 2 ? ReadDay(days[1]) : first;
  if (first.has_value() && last.has_value()) {
    if (types::ToCivil(*last) < types::ToCivil(*first)) {
      return UsageError(absl::StrCat("the period '", text, "' ends before it begins"));
    }
    return Period{*first, *last};
  }
  const absl::optional<Period> span = ReadSpan(text);
  if (span.has_value()) return *span;
  return UsageError(absl::StrCat("'", text,
                                 "' is not a period; write 2026, 2026-H1, 2026-Q2, 2026-05 or "
                                 "2026-04-01..2026-06-30"));
}

Date LastDayOf(const Date& first, int months) {
  const absl::CivilDay start = types::ToCivil(first);
  const absl::CivilMonth month = absl::CivilMonth(start) + months;
  const absl::CivilDay same(month.year(), month.month(), start.day());
  return types::ToDate(absl::CivilMonth(same) == month ? same - 1 : absl::CivilDay(month + 1) - 1);
}

Date Today() { return types::DayInBerlin(absl::Now()); }

}  // namespace lotse::cli
