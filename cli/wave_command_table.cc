// The commands of a wave with their flags and their help.
#include "cli/wave.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguageFlag = {"language", "de|en", "language of what is shown (de)"};
constexpr FlagSpec kWidthFlag = {"width", "N", "columns, 60 to 500 (those of the terminal)"};
constexpr FlagSpec kAsciiFlag = {"ascii", nullptr, "signs and letters of ASCII only"};
constexpr FlagSpec kReasonFlag = {"reason", "TEXT", "why, for the change log"};
constexpr FlagSpec kNeededReasonFlag = {"reason", "TEXT", "why, for the change log (required)"};

constexpr FlagSpec kStatusFlags[] = {kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kWatchFlags[] = {
    {"strata", nullptr, "the strata too"}, kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kReleaseFlags[] = {
    {"staff-council", "HOW", "how the staff council was involved, see above (required)"},
    {"date", "DATE", "when; needed unless it is not concerned"},
    {"reference", "TEXT", "where it can be read; needed unless it is not concerned"},
    {"reason", "TEXT", "why, for the change log; needed if it is not concerned"},
    {"dry-run", nullptr, "says what is missing and changes nothing"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kRevokeFlags[] = {kNeededReasonFlag, kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kStepFlags[] = {kReasonFlag, kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kProlongFlags[] = {
    {"end", "DATE", "the new last day (required)"},
    kNeededReasonFlag,
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kEraseFlags[] = {
    {"codes", "CODES", "codes of questions or items, with commas between them"},
    {"response", "ID", "the id that one response was handed in with"},
    {"pseudonym", "P", "whose response; with names the recipient"},
    kNeededReasonFlag,
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr char kStatusHelp[] =
    R"(Shows where a wave stands: its field period, whether it is anonymous, confidential or
with names, of whom it tells something, what people are told, what it was released upon, and
how many answered. What its release lacks is named as missing. Once it is released, also how
the collection goes: who was invited and answered, in all and by stratum, the response rates
RR1 to RR6 of AAPOR with the e that was used, and how far its quotas are. Answers are told in
tens, and nothing of strata that are too small; with --json the wave alone, and lotse call
GetCollectionReport has the figures.

From its first day on a released wave takes answers, and after its last day an
open one takes none; the service notes that in the state within a minute.

  lotse wave status programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
)";

constexpr char kWatchHelp[] =
    R"(Shows how the collection of waves stands, a line each, and goes on with a line whenever
that changes: state, field period, who was invited and answered, quotas. For one wave, a
survey, an engagement, all of a programme (programmes/vopi/-) or all there is (-). Answers of a
wave that is under way are told in tens. Nothing is kept of it: after a break it begins again.
With --json a message for each line; --timeout ends it after so many seconds.

  lotse wave watch programmes/vopi/engagements/musterstadt
)";

constexpr char kReleaseHelp[] =
    R"(Releases a planned wave: from its first day on it takes answers. All that is missing is
told at once. The staff council

  agreed             agreed to the collection
  informed           was informed, and that is enough
  service-agreement  has an agreement that covers it (Dienstvereinbarung)
  not-concerned      is not concerned, since no staff is asked; --reason says why

  lotse wave release programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --staff-council=agreed --date=2026-03-12 --reference=PR-2026/17
)";

constexpr char kRevokeHelp[] =
    R"(Takes the release of a wave back before its first day, to mend a mistake. From then on
all of it can be changed again.
)";

constexpr char kOpenHelp[] =
    R"(Opens a released wave, from its first day on. It need not be done: the calendar does it.
)";

constexpr char kProlongHelp[] =
    R"(Puts the last day of a released or open wave later, at most ten times. The former day and
the reason are kept with the wave.

  lotse wave prolong programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --end=2026-06-14 --reason="Der Bauhof bekam die Einladung spät"
)";

constexpr char kCloseHelp[] =
    R"(Closes an open wave before its last day is over, for good: it never takes answers again,
and its figures can be shown. The calendar closes a wave after its last day.
)";

constexpr char kEraseHelp[] =
    R"(Erases answers for good. With --response it is one response of a wave that is open, as a
whole or only its answers to --codes; a whole one is never taken again. Nothing tells whether
there was one. Where a wave is not anonymous, --pseudonym says whose response it is, also once
the wave is closed; lotse call ListIdentities tells the pseudonym of a recipient. Without
either it is the answers of all to --codes, also of a closed wave. For data stewards.

  lotse wave erase programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --response=0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13 --reason="Wunsch der Person"
  lotse wave erase programmes/vopi/engagements/musterstadt/surveys/panel/waves/zweite \
    --pseudonym=00c2f1a09b7d4e6685d3a1f2b4c6d8e0 --reason="Wunsch der Person"
  lotse wave erase programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --codes=Q7,Q8 --reason="erlaubt Rückschlüsse"
)";

constexpr char kPurgeHelp[] =
    R"(Destroys all answers of a closed wave, for good, and shows the certificate that it was
done. Reports that were made of it stay. Where the survey has a retention period, the
service does it by itself when that is over. Also of a wave that is over and cannot be closed,
because its files are damaged or lost. For data stewards.
)";

constexpr Command kCommands[] = {
    {"wave status", "NAME", 1, 1, "shows where a wave stands", kStatusHelp, kStatusFlags,
     RunWaveStatus},
    {"wave watch", "NAME", 1, 1, "shows how collections stand and what changes", kWatchHelp,
     kWatchFlags, RunWaveWatch},
    {"wave release", "NAME --staff-council=HOW", 1, 1, "releases a wave for collection",
     kReleaseHelp, kReleaseFlags, RunWaveRelease},
    {"wave revoke", "NAME --reason=TEXT", 1, 1, "takes the release of a wave back", kRevokeHelp,
     kRevokeFlags, RunWaveRevoke},
    {"wave open", "NAME", 1, 1, "opens a released wave", kOpenHelp, kStepFlags, RunWaveOpen},
    {"wave prolong", "NAME --end=DATE --reason=TEXT", 1, 1, "puts the last day of a wave later",
     kProlongHelp, kProlongFlags, RunWaveProlong},
    {"wave close", "NAME", 1, 1, "closes a wave for good", kCloseHelp, kStepFlags, RunWaveClose},
    {"wave erase", "NAME --reason=TEXT", 1, 1, "erases one response, or questions of all",
     kEraseHelp, kEraseFlags, RunWaveErase},
    {"wave purge", "NAME --reason=TEXT", 1, 1, "destroys all answers of a closed wave", kPurgeHelp,
     kRevokeFlags, RunWavePurge},
};

}  // namespace

absl::Span<const Command> WaveCommands() { return kCommands; }

}  // namespace lotse::cli
