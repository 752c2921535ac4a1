#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/response_store.h"

// Whether a wave has files, and what they tell of its invitations. Those of a released one were
// made with its release; where they are missing they are lost, and ResponseStore tells so.
namespace lotse::survey {

// Whether there is something to read of the answers and invitations of a wave. There is not of
// one that is planned or purged, nor of one that was opened before there were releases until
// somebody answers.
inline bool IsCollected(const ResponseStore& responses, const v1alpha::Wave& wave) {
  if (wave.state() == v1alpha::Wave::STATE_PLANNED) return false;
  if (wave.state() == v1alpha::Wave::STATE_PURGED) return false;
  return wave.has_release() || responses.HasFiles(wave.name());
}

// Makes the files of a wave that was opened before there were releases, if it has none. Inside
// the transaction in which it was read, so that it is not purged meanwhile.
inline absl::Status MakeFormerFiles(ResponseStore& responses, const v1alpha::Wave& wave) {
  if (wave.has_release()) return absl::OkStatus();
  return responses.Prepare(wave.name(), IdentityOf(wave));
}

// The invitations of a wave by stratum, as far as they may be told; none where there is nothing
// to read. Errors as those of ReadLedger.
absl::StatusOr<std::vector<InvitationTally>> TalliesOf(ResponseStore& responses,
                                                       const v1alpha::Wave& wave,
                                                       const sql::Patience& patience);

// How many of them were issued in all.
int64_t IssuedOf(const std::vector<InvitationTally>& tallies);

}  // namespace lotse::survey
