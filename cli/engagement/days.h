#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/args.h"
#include "google/type/date.pb.h"

// Days and periods as people write them.
namespace lotse::cli {

// A first and a last day.
struct Period {
  google::type::Date first;
  google::type::Date last;
};

// The day that a flag names. UsageError: it was not given, or is no day.
absl::StatusOr<google::type::Date> DayOf(const Args& args, const std::string& flag);

// The number of --days, 0 to 366. UsageError.
absl::StatusOr<int> DaysFlag(const Args& args, int fallback);

// `2026-03-01`; empty for no day.
std::string DayText(const google::type::Date& day);

// `2026-03-01 – 2026-06-30`; a day that is not there is left out. With `ascii` a hyphen
// stands between them.
std::string PeriodText(const google::type::Date& first, const google::type::Date& last, bool ascii);

// A year (`2026`), a half (`2026-H1`), a quarter (`2026-Q2`), a month (`2026-05`), a day
// (`2026-05-31`), or a first and a last day (`2026-04-01..2026-06-30`). UsageError.
absl::StatusOr<Period> ReadPeriod(absl::string_view text);

// The last day of so many months that begin with `first`: of 12 months from 2026-03-01
// it is 2027-02-28. Where the last month has no such day, its last one.
google::type::Date LastDayOf(const google::type::Date& first, int months);

// Today in Europe/Berlin by the clock of this machine. For what a service decides its own clock
// counts: see ServerDay.
google::type::Date Today();

}  // namespace lotse::cli
