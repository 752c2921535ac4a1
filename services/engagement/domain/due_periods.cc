#include "services/engagement/domain/due_periods.h"

#include <algorithm>

#include "runtime/types/date.h"

namespace lotse::engagement {
namespace {

using v1alpha::Measurement;

absl::CivilDay MonthsLater(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay same(month.year(), month.month(), day.day());
  return absl::CivilMonth(same) == month ? same : absl::CivilDay(month + 1) - 1;
}

}  // namespace

std::vector<DuePeriod> DuePeriodsOf(const v1alpha::Indicator& indicator, const Runtime& runtime,
                                    absl::CivilDay today) {
  std::vector<DuePeriod> out;
  const int months = indicator.interval_months();
  if (months <= 0) {
    for (const v1alpha::Target& target : indicator.targets()) {
      const absl::CivilDay last = types::ToCivil(target.end_date());
      if (last >= today) continue;
      out.push_back({types::ToCivil(target.start_date()), last, target.target_id()});
    }
    std::sort(out.begin(), out.end(),
              [](const DuePeriod& a, const DuePeriod& b) { return a.first < b.first; });
    return out;
  }
  for (int i = 0;; ++i) {
    const absl::CivilDay first = MonthsLater(runtime.first, i * months);
    if (first > runtime.last) return out;
    const absl::CivilDay last =
        std::min(MonthsLater(runtime.first, (i + 1) * months) - 1, runtime.last);
    if (last >= today) return out;
    out.push_back({first, last, ""});
  }
}

const Measurement* MeasurementOf(const DuePeriod& period,
                                 const std::vector<Measurement>& measurements) {
  const Measurement* found = nullptr;
  for (const Measurement& measurement : measurements) {
    const absl::CivilDay end = types::ToCivil(measurement.end_date());
    if (end < period.first || end > period.last) continue;
    if (measurement.state() != Measurement::STATE_DRAFT) return &measurement;
    if (found == nullptr) found = &measurement;
  }
  return found;
}

}  // namespace lotse::engagement
