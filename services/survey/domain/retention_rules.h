#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/date.pb.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "runtime/rpc/field_violation.h"

// How long the answers of a wave are kept, and how they are purged. Days are those in
// Europe/Berlin.
namespace lotse::survey {

// Fewest and most months of a period. Source: retention.proto.
inline constexpr int kMinRetentionMonths = 1;
inline constexpr int kMaxRetentionMonths = 120;

// What is wrong with a period, with paths from `survey`.
rpc::FieldViolations CheckRetention(const v1alpha::Survey& survey);

// What became of the waves of a survey.
struct WavesSoFar {
  bool any_closed = false;  // Closed or purged.
  bool any_purged = false;
};

// Whether the period may change from `before` to `after`: not once a wave is purged
// (WRONG_STATE), and not longer after one was closed unless a new reason is given
// (INVALID_FIELDS). No period at all is the longest.
absl::Status CheckRetentionUpdate(const v1alpha::Survey& before, const v1alpha::Survey& after,
                                  const WavesSoFar& waves);

// Whether a period of `is` months is longer than one of `was`. 0, no period at all, is the longest.
bool IsLongerPeriod(int was, int is);

// Whether a longer period is given a reason of its own: there is one, and not that from before.
bool HasNewReason(absl::string_view was, absl::string_view is);

// The day so many months later: the same day of the month, or the last one of a month that
// is shorter (§ 188(3) BGB).
absl::CivilDay MonthsLater(absl::CivilDay day, int months);

// The first day on which the answers of a wave are purged by this period; nullopt unless the
// wave is closed and there is a period. A wave that was closed before that time was kept
// counts from the last day of its field period.
std::optional<google::type::Date> PurgeDueDate(const v1alpha::Wave& wave,
                                               const v1alpha::Retention& retention);

// Sets `purge_due_date` by this period, or clears it; whether it changed.
bool SetPurgeDueDate(const v1alpha::Retention& retention, v1alpha::Wave* wave);

// Whether the answers of the wave are to be purged by now.
bool IsPurgeDue(const v1alpha::Wave& wave, const google::type::Date& today);

// What there was of a wave before it was purged; absent where it could not be read.
struct PurgedCounts {
  std::optional<int64_t> responses = std::nullopt;
  std::optional<int64_t> invitations = std::nullopt;
  std::optional<int64_t> files = std::nullopt;
  // Of a wave that is not closed: whether it cannot be, since its files are damaged or lost.
  bool lost = false;
};

// CLOSED to PURGED, or RELEASED or OPEN to PURGED if its field period is over and it is lost, with
// the certificate: because of the period of `retention` if it is not null, else because somebody
// asked for `reason`. Counts are certified as those of closed waves are shown: exact, or not at all
// if they are fewer than one step. WRONG_STATE.
absl::Status PurgeWave(absl::Time now, const v1alpha::Retention* retention,
                       absl::string_view reason, const PurgedCounts& counts, v1alpha::Wave* wave);

// The hash of the certificate of a purged wave, computed again; see retention.proto.
absl::StatusOr<std::string> CertificateHash(const v1alpha::Wave& wave);

}  // namespace lotse::survey
