// What is done with invitations. The change log of the wave notes that some were issued or
// marked, and by whom, and never whose.
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/page_token.h"
#include "runtime/types/date.h"
#include "runtime/types/random.h"
#include "services/survey/app/collected.h"
#include "services/survey/app/use_cases.h"
#include "services/survey/domain/identity_rules.h"
#include "services/survey/domain/invitation_rules.h"
#include "services/survey/domain/invitation_token.h"
#include "services/survey/domain/shown_strata.h"
#include "services/survey/domain/wave_rules.h"
#include "services/survey/responses/ledger.h"

namespace lotse::survey {
namespace {

static_assert(kMaxRecipientBytes == kRecipientBytes, "longer ones would be cut");

using v1alpha::Wave;

// Reads the wave and asks a rule about it.
absl::Status CheckWaveOf(resource::Store& store, const std::string& name,
                         absl::Status (*rule)(const Wave&)) {
  return store.Read([&](Tx& tx) -> absl::Status {
    Wave wave;
    if (absl::Status s = tx.Load(name, &wave); !s.ok()) return s;
    return rule(wave);
  });
}

// Notes who had to do with the invitations of the wave, before it is done: whoever issues
// tokens anew could answer in the place of others.
absl::Status NoteInLog(resource::Store& store, const OnBehalf& caller, const std::string& wave,
                       absl::string_view verb) {
  return store.WriteAndWait(caller.cause, [&](Tx& tx) {
    tx.LogNote(wave, verb);
    return absl::OkStatus();
  });
}

// Whether these recipients can be invited to the wave.
absl::Status CheckForWave(resource::Store& store, const v1alpha::IssueInvitationsRequest& q) {
  return store.Read([&](Tx& tx) -> absl::Status {
    Wave wave;
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    v1alpha::Population population;
    if (!wave.population().empty()) {
      if (absl::Status s = tx.Load(wave.population(), &population); !s.ok()) return s;
    }
    const auto violations = CheckRecipients(population, q.recipients());
    if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
    return CheckInvitable(wave);
  });
}

}  // namespace

absl::Status IssueInvitations(resource::Store& store, ResponseStore& responses,
                              const OnBehalf& caller, const v1alpha::IssueInvitationsRequest& q,
                              v1alpha::IssueInvitationsResponse* r) {
  if (absl::Status s = CheckForWave(store, q); !s.ok()) return s;
  std::vector<std::string> tokens;
  std::vector<NewInvitation> invitations;
  for (const auto& recipient : q.recipients()) {
    tokens.push_back(TokenOf(types::RandomBytes(kTokenBytes)));
    invitations.push_back({HashOfToken(tokens.back()), recipient.recipient(), recipient.stratum()});
  }
  const char* const verb = q.reissue() ? "REISSUE_INVITATIONS" : "ISSUE_INVITATIONS";
  if (absl::Status s = NoteInLog(store, caller, q.parent(), verb); !s.ok()) return s;
  std::vector<bool> issued;
  const absl::Status kept = responses.ChangeLedger(q.parent(), [&](sql::Connection& connection) {
    issued.clear();
    for (const NewInvitation& invitation : invitations) {
      issued.push_back(Invite(connection, invitation, q.reissue()));
    }
  });
  if (!kept.ok()) return kept;
  for (size_t i = 0; i < issued.size(); ++i) {
    auto* told = r->add_invitations();
    told->set_recipient(invitations[i].recipient);
    told->set_outcome(issued[i] ? v1alpha::IssuedInvitation::OUTCOME_ISSUED
                                : v1alpha::IssuedInvitation::OUTCOME_ISSUED_BEFORE);
    if (issued[i]) told->set_token(tokens[i]);
  }
  return absl::OkStatus();
}

absl::Status MarkInvitations(resource::Store& store, ResponseStore& responses,
                             const OnBehalf& caller, const v1alpha::MarkInvitationsRequest& q,
                             v1alpha::MarkInvitationsResponse* r) {
  if (absl::Status s = rpc::InvalidFields(CheckMarks(q.marks())); !s.ok()) return s;
  if (absl::Status s = CheckWaveOf(store, q.parent(), &CheckInvitable); !s.ok()) return s;
  if (absl::Status s = NoteInLog(store, caller, q.parent(), "MARK_INVITATIONS"); !s.ok()) return s;
  return responses.ChangeLedger(q.parent(), [&](sql::Connection& connection) {
    r->Clear();
    for (const auto& mark : q.marks()) {
      InvitationMarks marks;
      if (mark.has_bounced()) marks.bounced = mark.bounced();
      if (mark.has_opted_out()) marks.opted_out = mark.opted_out();
      if (mark.has_revoked()) marks.revoked = mark.revoked();
      if (!MarkInvitation(connection, mark.recipient(), marks)) {
        r->add_unknown_recipients(mark.recipient());
      }
    }
  });
}

absl::Status ListReminders(resource::Store& store, ResponseStore& responses, const OnBehalf& caller,
                           const v1alpha::ListRemindersRequest& q,
                           v1alpha::ListRemindersResponse* r) {
  if (q.page_size() < 0 || q.page_size() > kMaxInvitationsInACall) {
    return rpc::InvalidFields({{"page_size", "give 1 to 5,000, or 0 for 1,000"}});
  }
  const int size = q.page_size() == 0 ? kDefaultReminders : q.page_size();
  const std::string list = absl::StrCat("reminders\n", q.parent());
  const auto after = rpc::ReadPageToken(store.token_key(), list, q.page_token());
  if (!after.ok()) return after.status();
  Wave wave;
  const absl::Status loaded = store.Read(caller.patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    return CheckInvitable(wave);
  });
  if (!loaded.ok()) return loaded;
  if (!IsCollected(responses, wave)) return absl::OkStatus();
  std::vector<Reminder> found;
  const absl::Status read = responses.ReadLedger(
      q.parent(), caller.patience,
      [&](sql::Connection& connection) { found = Reminders(connection, *after, size + 1); });
  if (!read.ok()) return read;
  const bool more = found.size() > static_cast<size_t>(size);
  if (more) found.pop_back();
  for (const Reminder& reminder : found) {
    auto* recipient = r->add_recipients();
    recipient->set_recipient(reminder.recipient);
    recipient->set_stratum(reminder.stratum);
  }
  if (more) {
    r->set_next_page_token(rpc::MakePageToken(store.token_key(), list, found.back().recipient));
  }
  return absl::OkStatus();
}

absl::Status CountInvitations(resource::Store& store, ResponseStore& responses,
                              const OnBehalf& caller, const v1alpha::CountInvitationsRequest& q,
                              v1alpha::CountInvitationsResponse* r) {
  Wave wave;
  const absl::Status loaded = store.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    return CheckWaveNotDeleted(wave);
  });
  if (!loaded.ok()) return loaded;
  const auto tallies = TalliesOf(responses, wave, caller.patience);
  if (!tallies.ok()) return tallies.status();
  std::vector<StratumAnswers> answers;
  for (const InvitationTally& tally : *tallies) answers.push_back({tally.invited, tally.used});
  const auto shown = ShownAnsweredOf(answers, IdentityOf(wave));
  for (size_t i = 0; i < tallies->size(); ++i) {
    const InvitationTally& tally = (*tallies)[i];
    auto* count = r->add_counts();
    count->set_stratum(tally.stratum);
    count->set_invited(tally.invited);
    if (shown[i].has_value()) count->set_answered(*shown[i]);
    count->set_bounced(tally.bounced);
    count->set_opted_out(tally.opted_out);
    count->set_revoked(tally.revoked);
  }
  return absl::OkStatus();
}

absl::Status CheckInvitation(resource::Store& store, ResponseStore& responses,
                             const OnBehalf& caller, const v1alpha::CheckInvitationRequest& q,
                             v1alpha::CheckInvitationResponse*) {
  Wave wave;
  const absl::Status loaded = store.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = tx.Load(q.parent(), &wave); !s.ok()) return s;
    if (absl::Status s = CheckTakesAnswers(wave, types::DayInBerlin(tx.now())); !s.ok()) return s;
    return CheckTokenFits(wave, q.invitation_token());
  });
  if (!loaded.ok()) return loaded;
  return CheckSeemsUsable(responses, wave, q.invitation_token(), caller.patience);
}

absl::Status CheckSeemsUsable(ResponseStore& responses, const Wave& wave, absl::string_view token,
                              const sql::Patience& patience) {
  if (!IsCollected(responses, wave)) return InvitationRefused();
  bool usable = false;
  const std::string hash = HashOfTyped(token);
  const absl::Status read = responses.ReadLedger(
      wave.name(), patience,
      [&](sql::Connection& connection) { usable = SeemsUsable(connection, hash); });
  if (!read.ok() || usable) return read;
  return InvitationRefused();
}

}  // namespace lotse::survey
