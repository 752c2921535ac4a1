#pragma once

#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "runtime/rpc/field_violation.h"
#include "runtime/types/decimal.h"
#include "services/engagement/domain/state_machine.h"

// Rules of measurements. Source: domain invariants 12 to 14.
namespace lotse::engagement {

// Most measurements of an indicator: 80 years of months.
inline constexpr int kMostMeasurements = 1000;
// Most corrections of a measurement.
inline constexpr int kMostCorrections = 20;

// DRAFT, SUBMITTED, VALIDATED, LOCKED. Steps are those of MeasurementStep without their
// prefix, and CORRECT.
const StateMachine& MeasurementMachine();

// What is wrong with a measurement by itself, with paths from `measurement`.
rpc::FieldViolations CheckMeasurement(const v1alpha::Measurement& measurement);

// What is wrong with its values under the definition by which it is measured.
rpc::FieldViolations CheckMeasuredBy(const v1alpha::IndicatorDefinition& definition,
                                     const v1alpha::Measurement& measurement);

// The first of the others of its indicator that has a day of its period too; null if there
// is none. One of the same name is not another.
const v1alpha::Measurement* Overlapped(const v1alpha::Measurement& measurement,
                                       const std::vector<v1alpha::Measurement>& all);

// Sets what is odd about it: see Measurement.warnings. `all` are those of its indicator.
void SetWarnings(const v1alpha::Indicator& indicator, const std::vector<v1alpha::Measurement>& all,
                 v1alpha::Measurement* measurement);

// Whether the categories of these values make more than `value`, or, where all categories
// of a dimension are there, another sum. Only counts and numbers have sums.
bool BreakdownDiffers(const v1alpha::IndicatorDefinition& definition, types::Decimal value,
                      const google::protobuf::RepeatedPtrField<v1alpha::BreakdownValue>& breakdown);

// CONTENT_FINAL unless it is a draft.
absl::Status CheckOpen(const v1alpha::Measurement& measurement);

// CONTENT_FINAL unless it is a draft that was never locked.
absl::Status CheckDeletable(const v1alpha::Measurement& measurement);

// Makes a locked one a draft with a new number, and keeps what was locked (invariant 14).
// WRONG_STATE; CONTENT_FINAL if no more corrections can be kept.
absl::Status Correct(absl::string_view reason, absl::Time now, v1alpha::Measurement* measurement);

}  // namespace lotse::engagement
