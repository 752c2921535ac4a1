#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "google/type/date.pb.h"

// Points in time as people write and read them, in Europe/Berlin, where the
// administrations are.
namespace lotse::cli {

// The end of a date (`2026-12-31`), a time (RFC 3339), or a duration from `now`: a whole
// number of minutes, hours, days or weeks (`90m`, `12h`, `30d`, `6w`). UsageError.
absl::StatusOr<absl::Time> ParseUntil(absl::string_view text, absl::Time now);

// `2026-12-31` for the end of that day, else `2026-12-31 14:30`.
std::string FormatUntil(absl::Time time);

// `2026-12-31 14:30`.
std::string MomentText(absl::Time time);

// Reads `2022-05-15`; nothing if it is no day.
absl::optional<google::type::Date> ReadDay(absl::string_view text);

// The moment at which a day is over.
absl::Time EndOf(const google::type::Date& day);

}  // namespace lotse::cli
