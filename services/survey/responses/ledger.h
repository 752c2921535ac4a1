#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/sql/connection.h"
#include "runtime/sql/statements.h"

// Who was invited to a wave: rows of its ledger. Each function works inside a
// transaction over the pair of files of the wave, and throws as sql::Connection does.
namespace lotse::survey {

// Bytes that a recipient is filled up to: rows of the ledger are of the same width.
inline constexpr size_t kRecipientBytes = 64;

// An invitation to be kept.
struct NewInvitation {
  // SHA-256 of the token; the token itself is kept nowhere.
  std::string token_hash;
  // What the inviting system calls whom it writes to, at most kRecipientBytes.
  std::string recipient;
  // Code of a stratum of the population; may be empty.
  std::string stratum;
};

// What became of an invitation otherwise than by being used.
// What is absent stays as it is.
struct InvitationMarks {
  std::optional<bool> bounced = {};    // Did not reach anybody.
  std::optional<bool> opted_out = {};  // Wants no reminder; may still answer.
  std::optional<bool> revoked = {};    // Is not accepted.
};

// What is known of whom somebody was invited for.
struct Reminder {
  std::string recipient;
  std::string stratum;
};

// Invitations of one stratum.
struct InvitationTally {
  std::string stratum;
  int64_t invited = 0;
  // Of an open wave as far as it may be shown.
  int64_t used = 0;
  int64_t bounced = 0;
  int64_t opted_out = 0;
  int64_t revoked = 0;
};

// The statements of all that is done with a ledger, and with the pair of files of an
// anonymous wave.
const sql::Statements& PairStatements();

// Takes the invitation with this hash of a token and says whose it is, as UsedUnshown
// does; nullopt if it is not one that can be used: unknown, used before, or revoked. One
// statement, whatever the reason.
std::optional<std::string> UseInvitation(sql::Connection& connection, absl::string_view token_hash);

// Whose invitation has this hash of a token, filled up; nullopt if none has, or it was
// revoked. Of waves that keep elsewhere who answered.
std::optional<std::string> FindInvitation(sql::Connection& connection,
                                          absl::string_view token_hash);

// A recipient without what it was filled up with.
std::string RecipientOf(absl::string_view filled);

// Whether UseInvitation would take it, as far as it may be shown: one that was used lately
// seems usable. Otherwise whoever has the tokens could ask when each is used.
bool SeemsUsable(sql::Connection& connection, absl::string_view token_hash);

// INVITATION_REFUSED, the same whatever the reason.
absl::Status InvitationRefused();

// Whose invitations were used without that being shown. By their recipients: a token can
// be replaced meanwhile.
std::vector<std::string> UsedUnshown(sql::Connection& connection);
// All of whom others do not see that they answered, filled up.
std::vector<std::string> Unshown(sql::Connection& connection);
// Lets others see that these were used.
void ShowUsed(sql::Connection& connection, absl::Span<const std::string> recipients);

// Keeps an invitation; false if this recipient has one. With `reissue` the recipient's
// token is then replaced, and a mark `bounced` goes. The same is done to one that was used,
// whose new token is worth nothing: a difference would tell who has answered.
bool Invite(sql::Connection& connection, const NewInvitation& invitation, bool reissue);

// Sets the marks of a recipient's invitation; false if there is none.
bool MarkInvitation(sql::Connection& connection, absl::string_view recipient,
                    const InvitationMarks& marks);

// Whom to remind, behind a recipient in the order of bytes, at most `limit`: who has not
// answered as far as it may be shown, was reached and has not opted out.
std::vector<Reminder> Reminders(sql::Connection& connection, absl::string_view after,
                                int64_t limit);

// All who were invited, as Reminders.
std::vector<Reminder> RecipientsBehind(sql::Connection& connection, absl::string_view after,
                                       int64_t limit);

// Per stratum, in their order; of a closed wave as they were when it was closed. For the
// service itself: what may be told of them is decided by ShownAnsweredOf.
std::vector<InvitationTally> Tallies(sql::Connection& connection);

// Leaves the tallies and nothing else of the invitations.
void ForgetInvitations(sql::Connection& connection);

// Leaves nothing of them: for a collection that does not come.
void TakeInvitationsBack(sql::Connection& connection);

}  // namespace lotse::survey
