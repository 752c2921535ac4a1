#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/measure.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "runtime/types/decimal.h"
#include "services/reporting/document/plan/plan_parts.h"

// The effort of measures. Only what is planned is recorded: what was spent is in no resource.
namespace lotse::reporting {

// The effort that is planned for a measure, in working days.
struct PlannedEffort {
  types::Decimal days;
  // Of these the days in months that were over on a day.
  types::Decimal days_over;
  // First day of the first month, and last day of the last one.
  absl::CivilDay first;
  absl::CivilDay last;
  // Names of the units that plan it, in the order in which they are named first.
  std::vector<std::string> org_units;
};

// The effort of a measure, and how much of it lies in months that were over at the end of `day`.
// Nothing if none is planned. Ideas and measures that were given up count for nothing, as in
// ProgressService.GetCapacity (D-083).
std::optional<PlannedEffort> PlannedEffortOf(const engagement::v1alpha::Measure& measure,
                                             absl::CivilDay day);

// Appends a table of the effort of these measures, with their sum. Nothing if none of them plans
// any. Units are named; there are no names of persons in it.
void AppendEfforts(const ReportInputs& inputs, const std::vector<NumberedMeasure>& measures,
                   v1alpha::Section& section);

}  // namespace lotse::reporting
