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

// How far an indicator is, as GetAchievement answers: baseline, target, actual value and ratio by
// the rules of runtime/indicators, and what is odd about what counts. `measurements` may be in any
// order.
v1alpha::GetAchievementResponse AchievementOf(const v1alpha::Indicator& indicator,
                                              const std::vector<v1alpha::Measurement>& measurements,
                                              const Counting& counting);

// Sets what does not depend on measurements: baseline and target.
void SetFrame(const v1alpha::Indicator& indicator, absl::CivilDay day,
              v1alpha::GetAchievementResponse* out);

// Sets actual value and ratio, or why there is no ratio. Baseline and target are set.
// `why_not` is the reason where there is no value.
void SetActual(std::optional<types::Decimal> actual, absl::string_view why_not,
               v1alpha::GetAchievementResponse* out);

}  // namespace lotse::engagement
