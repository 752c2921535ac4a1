#include "cli/help.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/failure.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

struct Topic {
  const char* name;
  const char* summary;
  const char* text;
};

constexpr Topic kTopics[] = {
    {"exit-codes", "what the program ends with",
     R"(lotse ends with
  0  everything was done
  1  a service refused the call, the details are printed; or what was asked for does
     not exist
  2  the command line is wrong
  3  a service cannot be reached, timed out or did not start
  4  a local file cannot be read or written
  5  the content of a file is wrong; of an import, some records were not stored

Results go to stdout, errors to stderr. With --json both are JSON: one document,
or one per line for lists of records; an error is
  {"error":{"exitCode":1,"code":"NOT_FOUND","message":"…","details":[…]}}
with the details of google.rpc.Status.
)"},
    {"mapping", "how a table of answers is mapped to a questionnaire",
     R"(A mapping is a JSON file. An unknown field is an error.

  {
    "questionnaire": {"language": "de", "amendments": [
      {"leave_out": {"code": "Q9"}, "reason": "not part of the published table"}]},
    "missing": ["NA", ""],
    "columns": {
      "gender":     {"code": "Q1"},
      "place_park": {"code": "Q2", "option": "A1",
                     "selected": ["Ja"], "not_selected": ["Nein"]},
      "row_id":     {"ignore": true}
    },
    "labels": {"Q1": {"w": "AO02"}}
  }

questionnaire  used by `lotse import questionnaire`: amendments as in
               lotse.survey.v1alpha.Amendment (`lotse describe Amendment`). A file
               does not say which questions ask for data of Art. 9 GDPR, such as
               origin or health: give {"set_special_category": {"code": "Q7"},
               "reason": "…"} for each
missing        cells that mean "no answer"
columns        by the table's header; every column needs an entry. `code` is a
               question, or an item of a matrix. One option of a multiple choice
               has `option` and the cells that mean chosen and not chosen.
               {"token": true} is the column with the tokens of invitations,
               {"broke_off_section": true} the one with the number, from 1, of the
               section in which somebody broke off; empty: they went to the end.
               A question that takes a file has none: ignore the column.
               In a repeat, {"code": "age", "instances": [2]} is the age of the
               second, and in a repeat within one "instances": [2, 1]; the code
               of a repeat is a column with the number of its instances.
               "coded": true says that cells hold codes of options, of a multiple
               choice with a space between them; of a ranking they always do
labels         by the code of a question, an item or a matrix: cell to option
               code. A cell that equals an option's label needs no entry

Cells are trimmed before they are compared. If all columns of a multiple choice
are missing, it has no answer; if only some are, those count as not chosen.

Without a mapping, columns are named by codes and cells hold codes of options:
age, home/age and home-age (the groups may be named), person[2]/age (the second
instance), person (how many), hobby ("chess music") or hobby/chess (1 or 0). An
empty cell is no answer. What nobody answers is left out: groups, notes, what is
computed, files. Columns token and broke_off_section are as above. Exports with a
table of its own for each repeat have to be joined to one first.

Days are 2026-03-02, times 14:30, both 2026-03-02T14:30:00+01:00, numbers 3.5.

Every response gets an id made of the wave's name, the SHA-256 of the file and
the number of the record, so an import can be repeated or taken up again: what
is stored already is counted as duplicate. A corrected file is another file: all
its records get new ids, and those stored before would be stored a second time.
So nothing is sent as long as one record cannot be mapped. --skip-unmapped sends
the others all the same; import the missing records from a file of their own.
The hash of the file tells which stored response is which record: keep it as
confidential as the file. Responses are sent in the order of their ids, which is
not that of the table.
)"},
};

std::string FlagLines(absl::Span<const FlagSpec> flags) {
  std::string lines;
  for (const FlagSpec& flag : flags) {
    const std::string form = flag.value == nullptr ? absl::StrCat("--", flag.name)
                                                   : absl::StrCat("--", flag.name, "=", flag.value);
    absl::StrAppend(&lines, "  ", PadRight(form, 24), "  ", flag.help, "\n");
  }
  return lines;
}

}  // namespace

std::string VersionLine() { return "lotse " LOTSE_VERSION "\n"; }

std::string HelpOverview() {
  std::string help = "Usage: lotse COMMAND [ARGUMENT...] [FLAG...]\n\nCommands:\n";
  for (const Command& command : AllCommands()) {
    absl::StrAppend(&help, "  ", PadRight(command.name, 22), "  ", command.summary, "\n");
  }
  absl::StrAppend(&help, "\nTopics (lotse help TOPIC):\n");
  for (const Topic& topic : kTopics) {
    absl::StrAppend(&help, "  ", PadRight(topic.name, 22), "  ", topic.summary, "\n");
  }
  absl::StrAppend(&help, "\nFlags of every command:\n", FlagLines(GlobalFlags()));
  return help;
}

std::string UsageOf(const Command& command) {
  const bool has_arguments = command.arguments[0] != '\0';
  return absl::StrCat("lotse ", command.name, has_arguments ? " " : "", command.arguments,
                      command.flags.empty() ? "" : " [FLAG...]");
}

std::string HelpForCommand(const Command& command) {
  std::string help = absl::StrCat("Usage: ", UsageOf(command), "\n\n", command.description);
  if (!command.flags.empty()) absl::StrAppend(&help, "\nFlags:\n", FlagLines(command.flags));
  absl::StrAppend(&help, "\nFlags of every command:\n", FlagLines(GlobalFlags()));
  return help;
}

absl::StatusOr<std::string> HelpFor(absl::string_view subject) {
  std::string below;
  std::vector<std::string> names;
  for (const Command& command : AllCommands()) {
    if (subject == command.name) return HelpForCommand(command);
    if (absl::StartsWith(command.name, absl::StrCat(subject, " "))) {
      absl::StrAppend(&below, "  ", PadRight(command.name, 22), "  ", command.summary, "\n");
    }
    names.push_back(command.name);
  }
  for (const Topic& topic : kTopics) {
    if (subject == topic.name) return std::string(topic.text);
    names.push_back(topic.name);
  }
  if (!below.empty()) return absl::StrCat("Commands of lotse ", subject, ":\n", below);
  return UsageError(
      absl::StrCat("there is no command or topic '", subject, "'", DidYouMean(subject, names)));
}

absl::Status RunHelp(const Invocation& invocation) {
  const std::string subject = absl::StrJoin(invocation.args.positional, " ");
  const absl::StatusOr<std::string> help = subject.empty() ? HelpOverview() : HelpFor(subject);
  if (!help.ok()) return help.status();
  invocation.environment.out << *help;
  return absl::OkStatus();
}

}  // namespace lotse::cli
