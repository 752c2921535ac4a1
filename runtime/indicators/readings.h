#pragma once

#include <optional>
#include <vector>

#include "absl/time/civil_time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/types/decimal.h"

// What the values of an indicator say, one by one and together. Source: domain invariants 12 to
// 14.
namespace lotse::indicators {

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
  // Whether it is a figure: it was checked (VALIDATED, LOCKED), is being corrected after that, or
  // drafts count too. Else it is provisional.
  bool counts = false;
  // Whether a locked value is being corrected, and the one before it is read.
  bool under_correction = false;
  // Whether it was measured under another version of the definition than the reading before: the
  // series is broken before it.
  bool breaks = false;
};

// The measurements of an indicator that are not deleted, by period. They point into
// `measurements`, which may be in any order and hold those of other indicators as well. With
// `drafts_too` all of them count, each with its present value.
std::vector<Reading> ReadingsOf(const engagement::v1alpha::Indicator& indicator,
                                const std::vector<engagement::v1alpha::Measurement>& measurements,
                                bool drafts_too = false);

// Those whose period ends on a day or before.
std::vector<Reading> EndedBy(std::vector<Reading> readings, absl::CivilDay day);

// Whether a reading measures the same as the present definition.
bool IsComparable(const engagement::v1alpha::Indicator& indicator, const Reading& reading);

// Why readings make no value together.
enum class WhyNot {
  // They make one.
  kNone,
  // None counts.
  kNoValue,
  // The latest, or every one of a sum, could not be measured.
  kNotMeasurable,
  // A sum has more than 12 digits before the point.
  kTooLarge,
};

// What readings make together (invariant 12).
struct Accumulated {
  // INCREMENT: the sum. SNAPSHOT and CUMULATIVE: the latest.
  std::optional<types::Decimal> value;
  // Why there is no value.
  WhyNot why_not = WhyNot::kNoValue;
  // The last one that is in it: of a sum the last with a value, or the last of all if none has
  // one. Null if none counts.
  const engagement::v1alpha::Measurement* last = nullptr;
  // Whether a part of a sum could not be measured.
  bool incomplete = false;
  // Whether a value of a CUMULATIVE indicator is less than the one before it.
  bool decreased = false;
};

// Only what counts and is comparable is put together. `readings` are in the order of their
// periods.
Accumulated Accumulate(const engagement::v1alpha::Indicator& indicator,
                       const std::vector<Reading>& readings);

}  // namespace lotse::indicators
