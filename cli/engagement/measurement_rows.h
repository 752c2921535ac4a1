#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/csv.h"
#include "cli/engagement/days.h"

namespace lotse::cli {

// A value that is to be recorded.
struct MeasurementRow {
  int line = 0;  // of the file; 0 for what was typed
  std::string indicator;
  Period period;
  std::string value;           // as google.type.Decimal has it; empty if not measurable
  std::string not_measurable;  // why there is no value
};

// The values of a table, and the columns that are not read.
struct MeasurementRows {
  std::vector<MeasurementRow> rows;
  std::vector<std::string> unread;
};

// A number as it is typed: `12`, `-3.5` or `12,5`. UsageError for anything else, above all
// for one with both a point and a comma, and for one like `2.000` or `12,500`: nobody knows
// what they mean.
absl::StatusOr<std::string> ReadNumber(absl::string_view text);

// The name of an indicator: a whole one, or the id of one of `owner`, an engagement or a
// programme. UsageError.
absl::StatusOr<std::string> ReadIndicator(const std::string& text, const std::string& owner);

// Reads the rows of a table by the names of its columns, in either case: `indicator` or
// `kennzahl`; `period` or `zeitraum`, as ReadPeriod takes it; `value` or `wert`;
// `not_measurable` or `nicht_messbar`, a reason instead of the value. DataError with
// everything that is wrong in any line, since a table is taken as a whole.
absl::StatusOr<MeasurementRows> ReadMeasurementRows(const CsvTable& table,
                                                    const std::string& owner);

}  // namespace lotse::cli
