// lotse import answers: sends the records of a table as answers.
//
// Everything is mapped before anything is sent, and as long as one record cannot
// be mapped, nothing is: a corrected file has other response ids, and what was
// stored before would be stored a second time.
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/outgoing.h"

namespace lotse::cli {
namespace {

constexpr char kLanguage[] = "en";

// What the import ends with.
absl::Status Verdict(const Outcome& outcome) {
  const int failed = outcome.unmapped + outcome.refused;
  if (failed == 0) return absl::OkStatus();
  if (!outcome.is_sent) {
    return DataError(absl::StrCat(
        outcome.unmapped, " of ", outcome.records,
        " records cannot be mapped; nothing was sent. Correct the file or the mapping, or send the "
        "others with --skip-unmapped (a corrected file is a new file then: its records would be "
        "stored a second time)"));
  }
  const std::string before = ToldOfStoredBefore(kLanguage, outcome);
  if (outcome.failed.empty()) return DataError(before);
  return DataError(absl::StrCat(
      outcome.failed.size(), " of ", outcome.records,
      MayBeStored(outcome)
          ? " records were not stored by this run"
          : " records were not stored. Import them from a file of their own (a corrected file is a "
            "new file: all its records would be stored a second time)",
      before.empty() ? "" : ". ", before));
}

}  // namespace

absl::Status RunImportAnswers(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<AnswerTable> input = ReadAnswerTable(args, /*json_lines=*/false);
  if (!input.ok()) return input.status();
  const std::string wave = args.Get("wave");
  Client client(invocation.settings);
  const auto asked = FetchAsked(&client, wave);
  if (!asked.ok()) return asked.status();
  const PlanResult planned = PlanOf(*input, asked->instrument, kLanguage);
  if (!planned.problems.empty()) {
    return DataError("the mapping does not fit; nothing was sent", planned.problems);
  }
  const absl::Status invited = CheckHasTokens(asked->wave, *input, planned.plan, kLanguage);
  if (!invited.ok()) return invited;
  PrintWarnings(planned.warnings, kLanguage, invocation);

  Outcome outcome;
  const std::vector<Outgoing> responses =
      MapRecords(*input, planned.plan, wave, kLanguage, &outcome);
  outcome.is_sent = !args.Has("dry-run") && (outcome.unmapped == 0 || args.Has("skip-unmapped"));
  absl::Status sent;
  if (outcome.is_sent) {
    sent = SendAll(invocation, &client, planned.plan, kLanguage, responses, &outcome);
  }
  PrintOutcome(invocation, kLanguage, &outcome);
  return sent.ok() ? Verdict(outcome) : sent;
}

}  // namespace lotse::cli
