#include "services/survey/responses/ledger.h"

#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Query;

// Stands for a mark that is not given.
constexpr int64_t kUnchanged = -1;

std::string Filled(absl::string_view recipient) {
  std::string filled(recipient);
  filled.resize(kRecipientBytes, '\0');
  return filled;
}

std::string Unfilled(absl::string_view filled) {
  return std::string(filled.substr(0, filled.find('\0')));
}

void AddTallies(Query query, std::vector<InvitationTally>* tallies) {
  while (query.Next()) {
    tallies->push_back({query.Text(0), query.Number(1), query.Number(2), query.Number(3),
                        query.Number(4), query.Number(5)});
  }
}

}  // namespace

std::optional<std::string> UseInvitation(Connection& connection, absl::string_view token_hash) {
  Query used = connection.Prepare("UseInvitation");
  if (!used.BindBytes(1, token_hash).Next()) return std::nullopt;
  return used.Text(0);
}

bool SeemsUsable(Connection& connection, absl::string_view token_hash) {
  return connection.Prepare("SeemsUsable").BindBytes(1, token_hash).Next();
}

absl::Status InvitationRefused() {
  return rpc::Error(type::v1alpha::ERROR_REASON_INVITATION_REFUSED,
                    "the invitation is not valid here, or not any more");
}

std::vector<std::string> UsedUnshown(Connection& connection) {
  std::vector<std::string> recipients;
  Query query = connection.Prepare("UsedUnshown");
  while (query.Next()) recipients.push_back(query.Text(0));
  return recipients;
}

void ShowUsed(Connection& connection, absl::Span<const std::string> recipients) {
  for (const std::string& recipient : recipients) {
    connection.Prepare("ShowInvitation").BindBytes(1, recipient).Run();
  }
}

bool Invite(Connection& connection, const NewInvitation& invitation, bool reissue) {
  const std::string recipient = Filled(invitation.recipient);
  const bool there = connection.Prepare("FindRecipient").BindBytes(1, recipient).Next();
  if (there && !reissue) return false;
  if (there) {
    connection.Prepare("Reissue").BindBytes(1, recipient).BindBytes(2, invitation.token_hash).Run();
  } else {
    connection.Prepare("Invite")
        .BindBytes(1, invitation.token_hash)
        .BindBytes(2, recipient)
        .Bind(3, invitation.stratum)
        .Run();
  }
  return true;
}

bool MarkInvitation(Connection& connection, absl::string_view recipient,
                    const InvitationMarks& marks) {
  const auto number = [](const std::optional<bool>& mark) {
    return mark.has_value() ? int64_t{*mark} : kUnchanged;
  };
  return connection.Prepare("MarkInvitation")
             .BindBytes(1, Filled(recipient))
             .Bind(2, number(marks.bounced))
             .Bind(3, number(marks.opted_out))
             .Bind(4, number(marks.revoked))
             .Run() == 1;
}

std::vector<Reminder> Reminders(Connection& connection, absl::string_view after, int64_t limit) {
  std::vector<Reminder> reminders;
  Query query = connection.Prepare("Reminders");
  query.BindBytes(1, after.empty() ? std::string() : Filled(after)).Bind(2, limit);
  while (query.Next()) reminders.push_back({Unfilled(query.View(0)), query.Text(1)});
  return reminders;
}

std::vector<InvitationTally> Tallies(Connection& connection) {
  std::vector<InvitationTally> tallies;
  AddTallies(connection.Prepare("KeptTallies"), &tallies);
  if (tallies.empty()) AddTallies(connection.Prepare("Tallies"), &tallies);
  return tallies;
}

void ForgetInvitations(Connection& connection) {
  connection.Prepare("KeepTallies").Run();
  connection.Prepare("ForgetInvitations").Run();
}

void TakeInvitationsBack(Connection& connection) { connection.Prepare("ForgetInvitations").Run(); }

}  // namespace lotse::survey
