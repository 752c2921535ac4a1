#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

// The steps of a wave: PLANNED, RELEASED, OPEN, CLOSED. `now` is the time of the step; its
// day counts in Europe/Berlin. WRONG_STATE where a step is not possible.
namespace lotse::survey {

// Most prolongations of a wave. Source: survey.proto.
inline constexpr int kMaxProlongations = 10;

// Whether the wave can be released as far as its state goes: it is PLANNED.
absl::Status CheckCanBeReleased(const v1alpha::Wave& wave);

// PLANNED to RELEASED upon `release`, which gets its time. That nothing stands against it
// is release_gate.h.
absl::Status ReleaseWave(absl::Time now, v1alpha::WaveRelease release, v1alpha::Wave* wave);

// RELEASED to PLANNED before the first day, and all that the release brought is gone.
// INVALID_FIELDS without a reason. From the first day on somebody may have answered.
absl::Status RevokeRelease(absl::Time now, absl::string_view reason, v1alpha::Wave* wave);

// RELEASED to OPEN, from the first day to the last.
absl::Status OpenWave(absl::Time now, v1alpha::Wave* wave);

// Puts the last day of a wave that is RELEASED or OPEN later, and keeps the former one.
// INVALID_FIELDS for a day that is not later or over, and without a reason.
absl::Status ProlongWave(absl::Time now, const google::type::Date& end_date,
                         absl::string_view reason, v1alpha::Wave* wave);

// OPEN to CLOSED, also RELEASED to CLOSED from the first day on: the calendar may have
// opened it before the state tells. There is no way back: tables from before and after one
// answer would give it away.
absl::Status CloseWave(absl::Time now, v1alpha::Wave* wave);

}  // namespace lotse::survey
