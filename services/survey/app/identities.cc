#include <algorithm>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "services/survey/app/personal_use_cases.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/wave_rules.h"

namespace lotse::survey {

using v1alpha::Wave;

absl::Status ListIdentities(Tx& tx, ResponseStore& responses,
                            const v1alpha::ListIdentitiesRequest& q,
                            v1alpha::ListIdentitiesResponse* r) {
  if (q.page_size() < 0) {
    return rpc::InvalidFields({{"page_size", "give 1 to 5,000, or 0 for 1,000"}});
  }
  const int size =
      q.page_size() == 0 ? kDefaultReminders : std::min(q.page_size(), kMaxInvitationsInACall);
  const std::string list = absl::StrCat("identities\n", q.parent());
  const auto after = rpc::ReadPageToken(tx.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  Wave wave;
  if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
  if (absl::Status s = CheckWaveNotDeleted(wave); !s.ok()) return s;
  if (absl::Status s = CheckConfidential(wave); !s.ok()) return s;
  if (absl::Status s = CheckNotPurged(wave); !s.ok()) return s;
  if (wave.state() == Wave::STATE_PLANNED) return absl::OkStatus();
  const auto files = responses.Personal(q.parent());
  if (!files.ok()) return files.status();
  std::vector<Reminder> found;
  const absl::Status read = (*files)->ReadLedger({}, [&](sql::Connection& connection) {
    found = RecipientsBehind(connection, *after, size + 1);
  });
  if (!read.ok()) return read;
  const bool more = found.size() > static_cast<size_t>(size);
  if (more) found.pop_back();
  for (const Reminder& reminder : found) {
    const auto pseudonym = (*files)->PseudonymOf(reminder.recipient);
    if (!pseudonym.has_value()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_WRONG_STATE,
                        absl::StrCat(wave.name(),
                                     ": the key of the survey was destroyed; nobody "
                                     "can be told from a pseudonym any more"),
                        {{"resource", wave.name()}});
    }
    auto* identity = r->add_identities();
    identity->set_recipient(reminder.recipient);
    identity->set_pseudonym(*pseudonym);
  }
  if (more) {
    r->set_next_page_token(rpc::MakePageToken(tx.token_key(), list, found.back().recipient));
  }
  return absl::OkStatus();
}

}  // namespace lotse::survey
