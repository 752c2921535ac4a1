// The commands of reports with their flags and their help.
#include <vector>

#include "cli/report/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguageFlag = {"language", "de|en", "language of what is shown (de)"};
constexpr FlagSpec kWidthFlag = {"width", "N", "columns, 60 to 500 (those of the terminal)"};
constexpr FlagSpec kAsciiFlag = {"ascii", nullptr, "signs and letters of ASCII only"};
constexpr FlagSpec kFormatFlag = {"format", "FORM",
                                  "html, json, xlsx, csv or csv-excel (as FILE ends)"};

constexpr FlagSpec kMakeFlags[] = {
    {"id", "ID", "last part of the report's name (required)"},
    {"kind", "KIND", "stock-taking, progress or final (required)"},
    {"wave", "WAVE", "a closed wave whose results it shows; may be repeated", true},
    {"release", "RELEASE", "a frozen release whose tables it shows; may be repeated", true},
    {"material", "NAME", "a release of material whose themes and quotes it shows; may be repeated",
     true},
    {"template", "ID", "template of the programme (the one that comes with Lotse)"},
    {"title", "TEXT", "its title (made from kind and engagement)"},
    {"from", "DATE", "first day of the time that it is about (the beginning)"},
    {"to", "DATE", "last day of that time (the day of making)"},
    {"text", "SECTION=FILE", "what stands in a section; may be repeated", true},
    {"reason", "TEXT", "why there is another version; needed once one was released"},
    {"out", "FILE", "writes the version to a file"},
    kFormatFlag,
    {"language", "de|en", "language of the report, and of what is shown (de)"},
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kViewFlags[] = {kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kReasonFlags[] = {
    {"reason", "TEXT", "by which decision, or why"}, kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kWithdrawFlags[] = {
    {"reason", "TEXT", "why, as readers of the report shall know (required)"},
    {"language", "de|en", "language of the reason, and of what is shown (de)"},
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kDiffFlags[] = {
    {"base", "VERSION", "the earlier one, by name or as v0001 (the one released before)"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kExportFlags[] = {{"out", "FILE", "where to write it (required)"},
                                     kFormatFlag,
                                     kLanguageFlag,
                                     kWidthFlag,
                                     kAsciiFlag};

constexpr char kMakeHelp[] =
    R"(Makes a version of a report of an engagement: creates the report, or changes what of it is
not as it is said here; makes the version of what the services say now, or last said; waits
until it is made; and prints what it is and where its figures come from. With --out its file
is written, once all of it has come.

What is not named stays as it is in the report; an empty value takes it away
(--title=, --text=recommendations=). A version that was made never changes. The same command
again goes on where it was cut off, and else makes a further version, which says the same
if nothing changed.

A text is for a section of the template, in a part of CommonMark: paragraphs, lists,
*stress*, **importance**, and links to https: and mailto:. lotse call
GetUsualReportTemplate '{"kind": "KIND_PROGRESS"}' tells the sections.

  E=programmes/vopi/engagements/musterstadt
  lotse report make $E --id=fortschritt-2026 --kind=progress --from=2026-01-01 \
    --to=2026-12-31 --text=recommendations=empfehlungen.md --out=fortschritt.html
  lotse report make $E --id=abschluss --kind=final --wave=$E/surveys/personal/waves/erste \
    --release=$E/surveys/personal/waves/erste/releases/rat \
    --material=$E/studies/gruppen/materialReleases/rat
)";

constexpr char kShowHelp[] =
    R"(Shows a report with its versions: number, state, day, the beginning of the hash, and of a
correction how many cells are different. Or a version, with the sources of its figures.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report show $R
  lotse report show $R/versions/v0001
)";

constexpr char kSubmitHelp[] =
    R"(Hands a draft to those who release it.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report submit $R/versions/v0001
)";

constexpr char kReturnHelp[] =
    R"(Sends a version back that lies before those who release it: it is a draft again. That is
for those who release; who writes a report makes another version instead.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report return $R/versions/v0001 --reason="Zahlen zum Jugendamt fehlen"
)";

constexpr char kReleaseHelp[] =
    R"(Releases a version: from now on it counts, and the one before is superseded. The
engagement then has it on record; a final report is its final report from then on, with
which it can be closed. If the engagement cannot be reached the release holds all the same,
and the command to record it later is printed. Exit code as that of the call that failed.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report release $R/versions/v0001 --reason="Beschluss 12/2026 der Steuerungsgruppe"
)";

constexpr char kRecordHelp[] =
    R"(Has the engagement record that a version was released or withdrawn, where lotse report
release or withdraw could not.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report record $R/versions/v0001
)";

constexpr char kWithdrawHelp[] =
    R"(Withdraws a released version: it can still be read, and counts no more. A further version
that was made and not released is superseded. The engagement then has that on record, and is
not closed with a final report that was withdrawn. If it cannot be reached the withdrawal
holds all the same; lotse report record does it later.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report withdraw $R/versions/v0001 --reason="Die Zahl der Befragten war falsch"
)";

constexpr char kDiffHelp[] =
    R"(Shows in which cells a version differs from an earlier one of the same report, in which
sections the text, and whether title, subtitle, period or imprint do. Without --base the
earlier one is the one that was released before it, or, where none was, the one before.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report diff $R/versions/v0003 --base=v0001
)";

constexpr char kVerifyHelp[] =
    R"(Checks that the bytes that are kept of a version are still those of its making: the SHA-256
of its document and of each of its files against the one that was recorded then. Exit code 5
if anything differs or is missing.

Each file is also made anew from the document. Whether it comes out as then is told, with
the version of Lotse that made it if it is known: another one may write files otherwise, and
so may a build between two releases, which has the number of one of them. So a difference is
a sign and no proof that a file was replaced together with its hash, or, where html, xlsx
and csv differ and json does not, the document with its own. lotse store verify tells
whether a hash was changed. Of what is made anew the exit code says nothing.

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report verify $R/versions/v0001
)";

constexpr char kExportHelp[] =
    R"(Writes a file of a version, once all of it has come and has the hash that was told. An
existing file is replaced; where a link leads, the file there. The name of a report means
its version that counts.

  html       one accessible file, without scripts or anything from elsewhere
  json       what the version says, in the form whose SHA-256 is its hash
  xlsx       a workbook with a sheet for each table
  csv        a zip with a table each (commas, UTF-8)
  csv-excel  the same for a German Excel: semicolons, commas in numbers, a byte order mark

  R=programmes/vopi/engagements/musterstadt/reports/fortschritt-2026
  lotse report export $R --out=fortschritt.html
  lotse report export $R/versions/v0001 --out=tabellen.zip --format=csv-excel
)";

}  // namespace

absl::Span<const Command> ReportCommands() {
  static const auto* commands = new std::vector<Command>{
      {"report make", "PARENT --id=ID --kind=KIND", 1, 1, "makes a version of a report", kMakeHelp,
       kMakeFlags, RunReportMake},
      {"report show", "REPORT|VERSION", 1, 1, "shows a report with its versions", kShowHelp,
       kViewFlags, RunReportShow},
      {"report submit", "VERSION", 1, 1, "hands a draft to those who release it", kSubmitHelp,
       kViewFlags, RunReportSubmit},
      {"report return", "VERSION", 1, 1, "makes it a draft again", kReturnHelp, kReasonFlags,
       RunReportReturn},
      {"report release", "VERSION", 1, 1, "releases a version and has it recorded", kReleaseHelp,
       kReasonFlags, RunReportRelease},
      {"report record", "VERSION", 1, 1, "has a release or withdrawal recorded", kRecordHelp,
       kReasonFlags, RunReportRecord},
      {"report withdraw", "VERSION --reason=TEXT", 1, 1,
       "withdraws a version and has that recorded", kWithdrawHelp, kWithdrawFlags,
       RunReportWithdraw},
      {"report diff", "VERSION", 1, 1, "shows what differs from an earlier version", kDiffHelp,
       kDiffFlags, RunReportDiff},
      {"report verify", "VERSION", 1, 1, "compares kept bytes with their hashes", kVerifyHelp,
       kViewFlags, RunReportVerify},
      {"report export", "REPORT|VERSION --out=FILE", 1, 1, "writes a file of a version",
       kExportHelp, kExportFlags, RunReportExport},
  };
  return *commands;
}

}  // namespace lotse::cli
