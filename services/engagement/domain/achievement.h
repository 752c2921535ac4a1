#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/indicator_service.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/types/decimal.h"

// How far indicators are. Source: domain invariants 11 and 12.
namespace lotse::engagement {

// Which measurements count.
struct Counting {
  // Those whose period ends on this day or before.
  absl::CivilDay as_of;
  // Also those that are not validated.
  bool drafts_too = false;
};

// How far an indicator is: baseline, target, and the actual value that its accumulation
// makes of the measurements that count. The ratio is (actual − baseline) / (target −
// baseline) as an exact fraction. It needs no regard for the direction: where a value shall
// decrease, both differences are negative. It is neither clamped nor rounded.
//   INCREMENT   the sum of all values
//   CUMULATIVE  the latest value
//   SNAPSHOT    the latest value
// A measurement that is being corrected counts with what was locked before. `measurements`
// are those of the indicator that are not deleted, in any order.
v1alpha::GetAchievementResponse AchievementOf(const v1alpha::Indicator& indicator,
                                              const std::vector<v1alpha::Measurement>& measurements,
                                              const Counting& counting);

// The target that counts on a day: the last whose period has begun, or the first; null if
// there is none.
const v1alpha::Target* TargetAt(const v1alpha::Indicator& indicator, absl::CivilDay day);

// Sets what does not depend on measurements: baseline and target.
void SetFrame(const v1alpha::Indicator& indicator, absl::CivilDay day,
              v1alpha::GetAchievementResponse* out);

// Sets actual value and ratio, or why there is no ratio. Baseline and target are set.
// `why_not` is the reason where there is no value.
void SetActual(std::optional<types::Decimal> actual, absl::string_view why_not,
               v1alpha::GetAchievementResponse* out);

}  // namespace lotse::engagement
