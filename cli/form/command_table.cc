// The commands for questionnaires in files, with their flags and their help.
#include "cli/form/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kFormatFlag = {"format", "NAME",
                                  "quexml, xlsform, xforms, limesurvey, limesurvey-tsv (by file)"};
constexpr FlagSpec kLanguageFlag = {"language", "TAG", "language of the texts (de)"};

constexpr FlagSpec kFileFlag = {"file", "FILE", "with a list of options; may be repeated", true};

constexpr FlagSpec kCheckFlags[] = {kFileFlag, kFormatFlag, kLanguageFlag};

constexpr FlagSpec kShowFlags[] = {
    {"with-codes", nullptr, "also codes, expressions, and what nobody is asked"},
    kFileFlag,
    kFormatFlag,
    kLanguageFlag};

constexpr FlagSpec kFillFlags[] = {
    {"answers", "FILE.json", "where the answers are kept (required)"},
    {"out", "FILE.jsonl", "where the response goes; - is stdout (beside the answers)"},
    kFileFlag,
    kFormatFlag,
    kLanguageFlag};

constexpr char kCheckHelp[] =
    R"(Reads the file of a questionnaire as the service does: an XLSForm (.xlsx, .csv, .md), an
XForm, LimeSurvey (.lss, .tsv) or queXML. What it is is known by what is in it and by its
name. It prints what is found, with the place (sheet, row and column, or line): errors;
warnings, where something was changed or left out; and what is worth knowing. Then what
would be refused when it is published, such as an expression that cannot be computed, with
its place, else the field, and how large it is. Nothing is sent.

A form may keep lists of options in files of their own (`select_one_from_file`); each of
them is given with --file, and one that is not given is an error.

Exit code 5 says that there are errors. Texts that name no language are in --language; the
command itself speaks German, or English for any other language.

  lotse form check befragung.xlsx
  lotse form check form.xml --file=orte.csv --json
)";

constexpr char kShowHelp[] =
    R"(Shows the questionnaire of a file as it would be on paper: sections, numbered questions,
hints, options to tick, who is asked, how often what is repeated is to be filled in, what is
allowed, and with * what has to be answered. Expressions are said in words. Lines have the
columns of the terminal, 80 at most. --json prints it as an Instrument.

A file with errors is not shown; lotse form check tells them.

  lotse form show befragung.xlsx
  lotse form show befragung.xlsx --language=en --with-codes
)";

constexpr char kFillHelp[] =
    R"(Asks the questions of a file in the terminal, with the rules that the service has: who is
asked, what is computed, which options are offered, what is repeated, what is allowed. An
option is given by its number or its code, several with spaces between them; an empty line
leaves a question out, or keeps the answer that it has.

  :back    the question before       :clear   takes the answer away
  :skip    leaves it open            :quit    ends; so does the end of the input
  :help    these words               a text that begins with a colon: write ::

Every answer is kept in FILE.json at once (for its owner only); the same command goes on
from there. An answer that is not asked any more stays there, in case it is asked again.
When all is answered, the response is written to FILE.jsonl, which lotse submit takes
without a mapping: it has a column for each question, named by its code. What a file answers
cannot be handed in this way and is left open. With --json the dialogue goes to stderr and
the outcome to stdout. With --out=- all goes to stderr but the response.

It ends with 0 also if questions are still open, and says so; with 5 if the answers of
FILE.json do not belong to this questionnaire.

  lotse form fill befragung.xlsx --answers=ada.json
  lotse submit ada.jsonl --wave=programmes/vopi/engagements/musterstadt/surveys/s/waves/w
)";

constexpr Command kCommands[] = {
    {"form check", "FILE", 1, 1, "checks the file of a questionnaire", kCheckHelp, kCheckFlags,
     RunFormCheck},
    {"form show", "FILE", 1, 1, "shows a questionnaire as on paper", kShowHelp, kShowFlags,
     RunFormShow},
    {"form fill", "FILE --answers=FILE", 1, 1, "asks a questionnaire in the terminal", kFillHelp,
     kFillFlags, RunFormFill},
};

}  // namespace

absl::Span<const Command> FormCommands() { return kCommands; }

}  // namespace lotse::cli
