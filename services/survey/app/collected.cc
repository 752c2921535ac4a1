#include "services/survey/app/collected.h"

namespace lotse::survey {

absl::StatusOr<std::vector<InvitationTally>> TalliesOf(ResponseStore& responses,
                                                       const v1alpha::Wave& wave,
                                                       const sql::Patience& patience) {
  std::vector<InvitationTally> tallies;
  if (!IsCollected(responses, wave)) return tallies;
  const absl::Status read = responses.ReadLedger(
      wave.name(), patience, [&](sql::Connection& connection) { tallies = Tallies(connection); });
  if (!read.ok()) return read;
  return tallies;
}

int64_t IssuedOf(const std::vector<InvitationTally>& tallies) {
  int64_t issued = 0;
  for (const InvitationTally& tally : tallies) issued += tally.invited;
  return issued;
}

}  // namespace lotse::survey
