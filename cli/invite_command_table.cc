// The commands about invitations with their flags and their help.
#include "cli/invite.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguageFlag = {"language", "de|en", "language of what is shown (de)"};

constexpr FlagSpec kIssueFlags[] = {
    {"wave", "NAME", "the wave (required)"},
    {"out", "FILE", "where the tokens go, a file that is not there yet (required)"},
    {"reissue", nullptr, "new tokens also for those who have one, which is then worth nothing"},
    kLanguageFlag,
};

constexpr FlagSpec kMarkFlags[] = {{"wave", "NAME", "the wave (required)"}, kLanguageFlag};

constexpr FlagSpec kRemindFlags[] = {{"out", "FILE", "where the list goes (required)"},
                                     kLanguageFlag};

constexpr FlagSpec kCountFlags[] = {kLanguageFlag};

constexpr char kIssueHelp[] =
    R"(Makes a token for each recipient of a table and writes them to a file for its owner alone
(CSV: recipient, token). The table has the column recipient, what your list calls whom you
write to, such as the number of a row; never a name or an address. It may have the column
stratum, a code of a part of the population; no other column is taken.

Tokens are given out this once, and Lotse keeps only a hash of each. So a file that is there
is never overwritten, and each call's tokens are on the disk before the next call. Who has a
token keeps it, and is not in the file; if nobody gets one, there is no file. If the file is
lost, ask for new ones with --reissue. Put the tokens into the letters and destroy the file:
whoever has it can answer in the place of others.

  lotse invite issue list.csv --out=tokens.csv \
    --wave=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
)";

constexpr char kRemindHelp[] =
    R"(Writes whom to remind to a file for its owner alone (CSV: recipient, stratum): who was
reached, wants to be reminded and has not answered. Of those who did, 10 to 19 are still in
the list, so that nobody can tell by two lists who answered in between. Say so in the
letter.

  lotse invite remind programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --out=remind.csv
)";

constexpr char kMarkHelp[] =
    R"(Marks invitations by a table with the columns recipient and, as they are needed, bounced
(did not arrive), opted_out (wants no reminder) and revoked (is not accepted), each yes or
no. What is empty stays as it is.

  lotse invite mark returned.csv \
    --wave=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
)";

constexpr char kCountHelp[] =
    R"(Shows how many were invited to a wave, by stratum, and what became of it. How many
answered is told in tens, and while the wave is under way in steps; nothing of a stratum in
which fewer than ten were invited.

  lotse invite count programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
)";

constexpr Command kCommands[] = {
    {"invite issue", "FILE.csv --wave=NAME --out=FILE", 1, 1, "invites people to a wave",
     kIssueHelp, kIssueFlags, RunInviteIssue},
    {"invite remind", "WAVE --out=FILE", 1, 1, "lists whom to remind", kRemindHelp, kRemindFlags,
     RunInviteRemind},
    {"invite mark", "FILE.csv --wave=NAME", 1, 1, "marks what became of invitations", kMarkHelp,
     kMarkFlags, RunInviteMark},
    {"invite count", "WAVE", 1, 1, "counts the invitations of a wave", kCountHelp, kCountFlags,
     RunInviteCount},
};

}  // namespace

absl::Span<const Command> InviteCommands() { return kCommands; }

}  // namespace lotse::cli
