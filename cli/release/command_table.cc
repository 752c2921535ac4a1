// The commands of releases, and of tables, with their flags and their help.
#include <vector>

#include "cli/release/commands.h"
#include "cli/release/spec.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kLanguageFlag = {"language", "de|en", "language of what is shown (de)"};
constexpr FlagSpec kWidthFlag = {"width", "N", "columns, 60 to 500 (those of the terminal)"};
constexpr FlagSpec kAsciiFlag = {"ascii", nullptr, "signs and letters of ASCII only"};

constexpr FlagSpec kMakeFlags[] = {
    {"title", "TEXT", "what it is for, in the language of --language (required)"},
    {"audience", "WHO", "for whom, see above (required)"},
    {"tables", "FILE.json", "which tables, see above (required)"},
    {"minimum-base", "N", "fewest people of whom figures are shown (10)"},
    {"minimum-cell", "N", "smallest count that is shown (5)"},
    {"break", "CODES", "what tables are broken down or filtered by; may be repeated", true},
    {"sensitive", "CODES", "of which no group may be known to be alike; may be repeated", true},
    {"open", nullptr, "does not freeze it, so that tables can be added"},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kShowFlags[] = {
    {"table", "N", "only the table with this number"}, kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr FlagSpec kVariablesFlags[] = {
    {"specs", nullptr, "a file for lotse release make, with a table of each"},
    {"by", "CODES", "with --specs: and a crosstab of each by each of these; may be repeated", true},
    kLanguageFlag,
    kWidthFlag,
    kAsciiFlag,
};

constexpr FlagSpec kViewFlags[] = {kLanguageFlag, kWidthFlag, kAsciiFlag};

constexpr char kTableHelp[] =
    R"(Of a WAVE that is closed: how often each answer was given, to all questions or to those
with the given codes (question, item or matrix).

Of a RELEASE that is open: one table. The options of the first variable are the rows,
those of the second one the columns, of the third one the layers; what is not first, and
what filters, has to be among the break variables of the release. With --battery each item
is a row. A table that is new becomes part of the release for good; the same one again is
shown as it was given away. Without any variable all tables of the release are shown.

--statistics takes some of these, with commas between them:

  shares        per cent of the column, the row, and all
  intervals     95 % intervals of these (Wilson)
  association   chi-square, Cramér's V, residuals; of two variables
  location      mean, median, standard deviation of the scores
  top-box       share of the highest scores
  net-promoter  net promoter score; of scores 0 to 10
  reliability   Cronbach's alpha of a battery
  reach         who was reached, beside --reference

Counts that must not be known have the sign ▒ and the word "geschützt" in place of a
value; a figure without a value has a letter, and a note below the table says why.

  W=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
  lotse table $W Q1 Q2
  lotse table $W/releases/rat Q1 amt --statistics=shares,association --filter=alter=1,2
  lotse table $W/releases/rat --battery=Q4a,Q4b,Q4c --statistics=shares,location,reliability
)";

constexpr char kVariablesHelp[] =
    R"(Lists what can span a table of a wave: code, number of options, wording, kind. With codes,
each of these with its options and their codes. It tells of the questionnaire, nothing of
answers. With --specs it prints tables of them for lotse release make: take away from them
and add to them.

  W=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
  lotse variables $W Q1 amt
  lotse variables $W --specs --by=amt > rat.json
)";

constexpr char kMakeHelp[] =
    R"(Gives tables of a closed wave away: makes the release, tabulates all that the file names,
and freezes it. What was given away cannot be taken back. All releases of a wave are
protected together, as if everybody had all of them, so later ones can show less. A table
that must not be published is refused, the others are not; the refused ones are shown with
the rule and what would be right. If all are refused, it is not frozen. Codes that the
questionnaire does not have are told before anything is made. The same command again, with
the same words, goes on where it was cut off, and else changes nothing.

It is made for the audience institute, steering-group, administration or public. The
thresholds can only be raised. The file has the tables as in
lotse.survey.v1alpha.TableSpec (lotse describe TableSpec); lotse variables tells the
codes:

  {"tables": [
    {"variables": ["Q1"], "statistics": ["STATISTIC_SHARES", "STATISTIC_INTERVALS"]},
    {"variables": ["Q1", "amt"], "statistics": ["STATISTIC_ASSOCIATION"]},
    {"battery": ["Q4a", "Q4b"], "statistics": ["STATISTIC_SHARES", "STATISTIC_LOCATION"]},
    {"variables": ["Q2"], "filters": [{"variable": "amt", "options": ["A1", "A2"]}]}]}

  W=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
  lotse release make $W rat \
    --title="Für den Rat" --audience=public --break=amt --minimum-cell=10 --tables=rat.json
)";

constexpr char kShowHelp[] =
    R"(Shows a release with all its tables, also those that were refused; with --table one. With
--json one object of release and tables.

  W=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
  lotse release show $W/releases/rat
)";

constexpr char kCheckHelp[] =
    R"(Checks a release again with the answers themselves: that its tables are those that were
given away, that they are right, and that nothing which is protected in any release of the
wave can be worked out of all of them together. Exit code 1 if it is not passed.

  W=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste
  lotse release check $W/releases/rat
)";

// The flags of lotse table: those that describe a table, and how it is shown.
absl::Span<const FlagSpec> TableFlags() {
  static const auto* flags = [] {
    auto* all = new std::vector<FlagSpec>(TableSpecFlags().begin(), TableSpecFlags().end());
    all->insert(all->end(), std::begin(kViewFlags), std::end(kViewFlags));
    return all;
  }();
  return *flags;
}

}  // namespace

absl::Span<const Command> ReleaseCommands() {
  static const auto* commands = new std::vector<Command>{
      {"table", "WAVE [CODE...] | RELEASE [ROW [COLUMN [LAYER]]]", 1, -1,
       "shows tables of a closed wave or a release", kTableHelp, TableFlags(), RunTable},
      {"variables", "WAVE [CODE...]", 1, -1, "lists what can span a table", kVariablesHelp,
       kVariablesFlags, RunVariables},
      {"release make", "WAVE ID --title=TEXT --audience=WHO --tables=FILE.json", 2, 2,
       "gives tables of a wave away", kMakeHelp, kMakeFlags, RunReleaseMake},
      {"release show", "RELEASE", 1, 1, "shows the tables of a release", kShowHelp, kShowFlags,
       RunReleaseShow},
      {"release check", "RELEASE", 1, 1, "checks what was given away", kCheckHelp, kViewFlags,
       RunReleaseCheck},
  };
  return *commands;
}

}  // namespace lotse::cli
