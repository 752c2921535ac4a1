// The commands of a consultant's day with their flags and their help.
#include "cli/engagement/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguageFlag = {"language", "de|en", "language of what is shown (de)"};
constexpr FlagSpec kAsciiFlag = {"ascii", nullptr, "signs and letters of ASCII only"};
constexpr FlagSpec kWidthFlag = {"width", "N",
                                 "columns to fit in, 60 to 500 (those of the terminal)"};
constexpr FlagSpec kAsOfFlag = {"as-of", "DATE",
                                "as it was at the end of that day, such as 2026-06-30"};

constexpr FlagSpec kOpenFlags[] = {
    {"id", "ID", "last part of the engagement's name (required)"},
    {"administration", "NAME", "the administration, by name or id (required)"},
    {"title", "TEXT", "title of the engagement (required)"},
    {"start", "DATE", "first day, such as 2026-03-01 (required)"},
    {"months", "N", "how long it runs, 1 to 120 (required)"},
    {"template", "NAME|none", "phase template (the only published one)"},
    {"track", "ID:TITLE", "a track, for example a department; may be repeated", true},
    {"language", "de|en", "language of the titles and of what is shown (de)"},
    kAsciiFlag,
};

constexpr FlagSpec kStatusFlags[] = {
    {"days", "N", "what is due within so many days (30)"},
    kAsOfFlag,
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kGanttFlags[] = {kWidthFlag, kAsOfFlag, kLanguageFlag, kAsciiFlag};

constexpr FlagSpec kChangesFlags[] = {
    {"from", "DATE", "the earlier day, such as 2026-03-31 (required)"},
    {"to", "DATE", "the later day (now)"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kDueFlags[] = {
    {"days", "N", "what is due within so many days (14)"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kRecordFlags[] = {
    {"period", "PERIOD", "2026, 2026-H1, 2026-Q2, 2026-05 or DAY..DAY"},
    {"value", "NUMBER", "the value, for example 1250 or 12.5"},
    {"not-measurable", "TEXT", "why there is no value"},
    {"file", "FILE.csv", "takes the values from a table"},
    {"state", "STATE", "goes on to: draft, submit or validate (draft)"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kGateCheckFlags[] = {kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kGatePassFlags[] = {
    {"verdict", "VERDICT", "what is decided, see above (passed)"},
    {"condition", "ID:DATE:TITLE", "what is still to be done; may be repeated", true},
    {"reason", "TEXT", "why; needed to waive a gate"},
    {"body", "NAME", "which body decides: its name, ENGAGEMENT/bodies/ID"},
    {"function", "ID", "in which function it is decided, for example amtsleitung"},
    {"language", "de|en", "language of conditions and of what is shown (de)"},
    kWidthFlag,
    kAsciiFlag,
};

constexpr char kOpenHelp[] =
    R"(Makes an engagement of a programme with its tracks. Each track gets the phases of the
template. Ids are lower-case letters, digits and hyphens. What is there already is left as
it is, so the command can be given again after a failure and goes on where it stopped, and
given with one --track more it adds that.
It is an error if the engagement is there with another title, day, administration or
template. --template=none opens one without phases.

  lotse engagement open programmes/vopi --id=musterstadt --administration=musterstadt \
    --title="Begleitung der Stadt Musterstadt" --start=2026-03-01 --months=12 \
    --track=jugendamt:Jugendamt --track=buergerbuero:Bürgerbüro
)";

constexpr char kStatusHelp[] =
    R"(Shows where an engagement stands: its state, the agreement in force, each track with
its phases, goals and measures by state, gaps from needs to measures, what is overdue or
due soon, how many values are missing, and units with more planned than they can give.
What was decided before a phase was opened again is marked: it is to be looked at again.
--as-of shows an earlier day from the change log, without gaps, due things and capacity,
which are of today. Today is that of the service. With --json it prints one object.

  lotse engagement status programmes/vopi/engagements/musterstadt
  lotse engagement status programmes/vopi/engagements/musterstadt --as-of=2026-06-30
)";

constexpr char kGanttHelp[] =
    R"(Shows the tracks and phases of an engagement over the months: for each phase a bar as
planned, below it one as it went, with the decisions at its gate, and a line for today.
--as-of shows an earlier day. With --json it prints what lotse engagement status does,
without what is to be done.

  lotse engagement gantt programmes/vopi/engagements/musterstadt --width=80
)";

constexpr char kChangesHelp[] =
    R"(Lists what was added (+), changed (*) or removed (-) in an engagement between the ends
of two days, by its change log: tracks, phases, agreements, needs, goals, measures and all
else in it. Of what was changed it shows each field as it was and as it is; an element of a
list is named by its id, else by its place. What was changed and changed back is not there.
With --json one object per line, with values as the service stores them.

  lotse engagement changes programmes/vopi/engagements/musterstadt --from=2026-03-31 \
    --to=2026-06-30
)";

constexpr char kDueHelp[] =
    R"(Lists what is overdue, and what is due within --days: measures, milestones, action
items, phases, goals, and values of indicators whose period is over; of a programme for
all its engagements that you may read, with the values of its shared indicators and its
reporting duties. Under DAYS stand the days from today, by the clock of the service; what is
overdue has a minus. With --json one object per line, with titles in --language.

  lotse due programmes/vopi --days=30
)";

constexpr char kRecordHelp[] =
    R"(Records a value of an indicator for a period, and shows how far the indicator is on its
way from baseline to target. If it cannot be measured, --not-measurable says why. A draft
of the same period is changed; the same value again changes nothing. --state=submit hands
it in, --state=validate also validates it.

With --file the values come from a table (CSV as for lotse import answers) with the columns
indicator, period, value and not_measurable, or kennzahl, zeitraum, wert and nicht_messbar.
Then NAME is the engagement or programme whose indicators the table names by their ids;
without it the table has whole names. As long as a line is wrong nothing is sent. What the
service refuses is listed, and the others are recorded.

  lotse measurement record programmes/vopi/engagements/musterstadt/indicators/beratungen \
    --period=2026-Q2 --value=120 --state=submit
  lotse measurement record programmes/vopi/engagements/musterstadt --file=values.csv
)";

constexpr char kGateCheckHelp[] =
    R"(Lists everything that is missing before the gate of a phase can be passed; the gate is the
decision whether the phase may be left. First comes what stands in the way, then what is not
mandatory, each with its id in brackets. It changes nothing and ends with 0 also where
something is missing; scripts look at passable, with --json.

  lotse gate check programmes/vopi/engagements/musterstadt/tracks/jugendamt/phases/ziele
)";

constexpr char kGatePassHelp[] =
    R"(Leads a phase to its gate, saying each step, and decides there. The verdict is passed,
passed-with-conditions, failed or waived. Each --condition becomes an action item of the
engagement: its id, the day by which it is to be done, and its title. If a gate lacks what
is mandatory, or may not be waived, that is said before anything is changed. After a failure
the same command goes on from where the phase is. See lotse gate check for what is missing.

  lotse gate pass programmes/vopi/engagements/musterstadt/tracks/jugendamt/phases/ziele \
    --verdict=passed-with-conditions --condition=bericht:2026-07-31:"Bericht nachreichen"
)";

constexpr Command kCommands[] = {
    {"engagement open",
     "PROGRAMME --id=ID --administration=NAME --title=TEXT --start=DATE --months=N", 1, 1,
     "makes an engagement with its tracks", kOpenHelp, kOpenFlags, RunEngagementOpen},
    {"engagement status", "ENGAGEMENT", 1, 1, "shows where an engagement stands", kStatusHelp,
     kStatusFlags, RunEngagementStatus},
    {"engagement gantt", "ENGAGEMENT", 1, 1, "shows phases over the months", kGanttHelp,
     kGanttFlags, RunEngagementGantt},
    {"engagement changes", "ENGAGEMENT --from=DATE", 1, 1, "shows what changed between two days",
     kChangesHelp, kChangesFlags, RunEngagementChanges},
    {"due", "PROGRAMME|ENGAGEMENT", 1, 1, "lists what is overdue or due soon", kDueHelp, kDueFlags,
     RunDue},
    {"measurement record", "[NAME] --period=PERIOD --value=NUMBER|--file=FILE.csv", 0, 1,
     "records values of indicators", kRecordHelp, kRecordFlags, RunMeasurementRecord},
    {"gate check", "PHASE", 1, 1, "lists what a gate lacks", kGateCheckHelp, kGateCheckFlags,
     RunGateCheck},
    {"gate pass", "PHASE", 1, 1, "leads a phase to its gate and decides", kGatePassHelp,
     kGatePassFlags, RunGatePass},
};

}  // namespace

absl::Span<const Command> EngagementCommands() { return kCommands; }

}  // namespace lotse::cli
