#include "services/survey/responses/ledger.h"

#include "runtime/rpc/error.h"
#include "sql/pair_queries.h"

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

// The recipients of a statement that gives nothing else, filled up.
std::vector<std::string> Listed(Query query) {
  std::vector<std::string> recipients;
  while (query.Next()) recipients.push_back(query.Text(0));
  return recipients;
}

std::vector<Reminder> PageOf(Query query, absl::string_view after, int64_t limit) {
  std::vector<Reminder> reminders;
  query.BindBytes(1, after.empty() ? std::string() : Filled(after)).Bind(2, limit);
  while (query.Next()) reminders.push_back({RecipientOf(query.View(0)), query.Text(1)});
  return reminders;
}

void AddTallies(Query query, std::vector<InvitationTally>* tallies) {
  while (query.Next()) {
    tallies->push_back({query.Text(0), query.Number(1), query.Number(2), query.Number(3),
                        query.Number(4), query.Number(5)});
  }
}

}  // namespace

const sql::Statements& PairStatements() {
  static const auto* statements = new sql::Statements(pair_queries);
  return *statements;
}

std::optional<std::string> FindInvitation(Connection& connection, absl::string_view token_hash) {
  Query found = connection.Prepare("FindInvitation");
  if (!found.BindBytes(1, token_hash).Next()) return std::nullopt;
  return found.Text(0);
}

std::string RecipientOf(absl::string_view filled) {
  return std::string(filled.substr(0, filled.find('\0')));
}

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
  return Listed(connection.Prepare("UsedUnshown"));
}

std::vector<std::string> Unshown(Connection& connection) {
  return Listed(connection.Prepare("Unshown"));
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
  return PageOf(connection.Prepare("Reminders"), after, limit);
}

std::vector<Reminder> RecipientsBehind(Connection& connection, absl::string_view after,
                                       int64_t limit) {
  return PageOf(connection.Prepare("RecipientsBehind"), after, limit);
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
