// The sending of answers, with its flags and its help.
#include "cli/commands.h"

namespace lotse::cli {
namespace {

constexpr FlagSpec kFlags[] = {
    {"wave", "NAME", "the wave (required)"},
    {"mapping", "MAPPING.json", "see lotse help mapping (columns are codes)"},
    {"format", "csv|jsonl", "form of the file (jsonl if its name ends so, else csv)"},
    {"tokens", "FILE.csv", "tokens of invitations, one for each record"},
    {"refused", "FILE", "where to write the records that are to be corrected"},
    {"dry-run", nullptr, "checks everything and sends nothing"},
    {"language", "de|en", "language of what is shown (de)"},
};

constexpr char kHelp[] =
    R"(Sends the records of a file as answers to a wave: a table (CSV as for lotse import answers)
or JSON lines, an object on each line whose keys are the columns. A mapping says which column
is which question, how its cells become options, and which column has the token of an
invitation; see lotse help mapping. Without one the columns are named by codes, and cells
hold codes, as lotse form fill writes them and programs for XLSForm export them. --tokens
takes the tokens from a file of lotse invite issue.

Records go over one stream, many at a time. One that is wrong is reported with its line, its
column and what would be right, and the others go in; --dry-run reports without sending.
Exit code 5 says that some were not stored. A run that broke off is begun anew by the same
command: what is stored already is counted as duplicate. A file that was changed is a new
one, and all its records would be stored a second time. So --refused=FILE writes those that
were not stored into a file of their own, with the same columns, for its owner only, once all
were sent; correct them there and send that file alone. Their tokens, if --tokens gave them,
go to FILE.tokens.csv. What is there already is not overwritten. Not in that file are records
that were stored before with other answers, as with another mapping, or were erased since:
from there one would be stored twice and the other come back. They are counted and named. Without
invitations the file is not written if some records were stored before: that run may have had
another mapping and have stored what this one could not.

  lotse submit answers.csv --mapping=mapping.json \
    --wave=programmes/vopi/engagements/musterstadt/surveys/personal/waves/erste \
    --refused=rest.csv
)";

constexpr Command kCommands[] = {
    {"submit", "FILE --wave=NAME", 1, 1, "sends many answers from a file", kHelp, kFlags,
     RunSubmit},
};

}  // namespace

absl::Span<const Command> SubmitCommands() { return kCommands; }

}  // namespace lotse::cli
