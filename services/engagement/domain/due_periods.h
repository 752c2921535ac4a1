#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"

// When values of an indicator are due. Source: thread 12 of domain section 4; invariant 17.
namespace lotse::engagement {

// What an indicator belongs to: the days of an engagement, or of a programme.
struct Runtime {
  absl::CivilDay first;
  absl::CivilDay last;
};

// A period for which a value is due.
struct DuePeriod {
  absl::CivilDay first;
  absl::CivilDay last;
  // The target whose period it is; empty if it is one of the interval.
  std::string target_id;
};

// The periods that are over before `today`, in their order: those of `interval_months` from
// the first day of the runtime, the last one cut at its end; without an interval those of
// the targets. A period that would begin on the 31st begins on the last day of a shorter
// month.
std::vector<DuePeriod> DuePeriodsOf(const v1alpha::Indicator& indicator, const Runtime& runtime,
                                    absl::CivilDay today);

// The measurement of a period: the one that ends in it; of several one that is no draft;
// null if there is none.
const v1alpha::Measurement* MeasurementOf(const DuePeriod& period,
                                          const std::vector<v1alpha::Measurement>& measurements);

}  // namespace lotse::engagement
