#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/types/decimal.h"

// What the values of an indicator say. Source: domain invariants 11 to 14. They are the rules by
// which lotse-engagement answers GetAchievement: the same measurements give the same figures.
namespace lotse::reporting {

// A measurement as it is read.
struct Reading {
  // Whose it is; never null.
  const engagement::v1alpha::Measurement* measurement = nullptr;
  // Its value; absent if it could not be measured. While a locked value is being corrected: the
  // value that was locked last.
  std::optional<types::Decimal> value;
  // Why it has none, and its values by category, of the same revision. Never null.
  const lotse::type::v1alpha::Text* not_measurable_reason = nullptr;
  const google::protobuf::RepeatedPtrField<engagement::v1alpha::BreakdownValue>* breakdown =
      nullptr;
  // Whether it was checked (VALIDATED, LOCKED) or is being corrected after that. Only then is it
  // a figure; else it is provisional.
  bool checked = false;
  // Whether a locked value is being corrected.
  bool under_correction = false;
  // Whether it was measured under another version of the definition than the reading before: the
  // series is broken before it.
  bool breaks = false;
};

// Whether an indicator tells of the living situation or of society, steps 6 and 7 of the effect
// ladder: the state of a town, which has many causes (D-184). Else it is one of controlling.
bool IsMonitoring(const engagement::v1alpha::IndicatorDefinition& definition);

// The definition of a version; the present one for versions that are not kept.
const engagement::v1alpha::IndicatorDefinition& DefinitionOf(
    const engagement::v1alpha::Indicator& indicator, int version);

// The measurements of an indicator that are not deleted, by period. They point into
// `measurements`, which may be in any order and hold those of other indicators as well.
std::vector<Reading> ReadingsOf(const engagement::v1alpha::Indicator& indicator,
                                const std::vector<engagement::v1alpha::Measurement>& measurements);

// Those whose period ends on a day or before.
std::vector<Reading> EndedBy(std::vector<Reading> readings, absl::CivilDay day);

// Whether a reading measures the same as the present definition: the same unit, type of value
// and accumulation. How values are collected, broken down or judged may differ.
bool IsComparable(const engagement::v1alpha::Indicator& indicator, const Reading& reading);

// What readings in the order of their periods make together (invariant 12).
struct Accumulated {
  // INCREMENT: the sum. SNAPSHOT and CUMULATIVE: the latest. Absent without any that count, if
  // the latest, or every one of a sum, could not be measured, or if a sum is too large.
  std::optional<types::Decimal> value;
  // Whether a sum has more than 12 digits before the point.
  bool too_large = false;
  // The last one that is in it: of a sum the last with a value, or the last of all if none has one.
  // Null if there is none.
  const engagement::v1alpha::Measurement* last = nullptr;
};

// Only what was checked and is comparable counts.
Accumulated Accumulate(const engagement::v1alpha::Indicator& indicator,
                       const std::vector<Reading>& readings);

// The target that counts on a day: the last whose period has begun, or the first; null if there
// is none.
const engagement::v1alpha::Target* TargetOn(const engagement::v1alpha::Indicator& indicator,
                                            absl::CivilDay day);

// How much of the way is done: (actual − baseline) / (target − baseline) in tenths of a per
// cent, rounded once, half away from zero (invariant 11). It needs no regard for the direction:
// where a value shall decrease, both differences are negative. It is not clamped. Nothing if
// target and baseline are the same, or if it does not fit.
std::optional<int32_t> AchievementPerMille(types::Decimal baseline, types::Decimal target,
                                           types::Decimal actual);

}  // namespace lotse::reporting
