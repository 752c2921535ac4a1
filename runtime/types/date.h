#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "runtime/rpc/field_violation.h"

// Whole days (google.type.Date with year, month and day).
namespace lotse::types {

// The day as a value that can be compared. `date` must be a real day.
absl::CivilDay ToCivil(const google::type::Date& date);
google::type::Date ToDate(absl::CivilDay day);

// The time zone Europe/Berlin, where the administrations are. Aborts if the system has no data for
// it.
const absl::TimeZone& BerlinTime();

// The day of `time` in Europe/Berlin, where the administrations are. Aborts if the
// system has no time zone data: every day at midnight would be wrong.
google::type::Date DayInBerlin(absl::Time time);

// Adds a violation if `date` is not a real day from 1900 to 2200. Returns
// whether it is.
bool CheckDate(absl::string_view field, const google::type::Date& date,
               rpc::FieldViolations* violations);

// Checks both days and that the second is not before the first. Returns whether
// all is right.
bool CheckPeriod(absl::string_view first_field, const google::type::Date& first,
                 absl::string_view last_field, const google::type::Date& last,
                 rpc::FieldViolations* violations);

// `time` as a protobuf timestamp, in microseconds; what is finer is cut off.
google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);

}  // namespace lotse::types
