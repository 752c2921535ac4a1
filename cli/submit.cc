// lotse submit: sends the records of a file as answers, as far as they are right.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/outgoing.h"

namespace lotse::cli {
namespace {

absl::StatusOr<std::string> LanguageOf(const Args& args) {
  const std::string language = args.Get("language", "de");
  if (language == "de" || language == "en") return language;
  return UsageError("--language: give de or en");
}

// Whether the file has JSON lines, by --format or else its name.
absl::StatusOr<bool> HasJsonLines(const Args& args) {
  const std::string format = args.Get("format");
  if (format == "csv" || format == "jsonl") return format == "jsonl";
  if (!format.empty()) return UsageError("--format: give csv or jsonl");
  return absl::EndsWith(args.positional[0], ".jsonl");
}

// What to do with the records that may be corrected.
std::string ToldOfFailed(absl::string_view language, const std::string& refused_file,
                         const Outcome& outcome) {
  const std::string count =
      absl::StrCat(outcome.failed.size(), Either(language, " von ", " of "), outcome.records);
  if (MayBeStored(outcome)) {
    return absl::StrCat(count,
                        Either(language, " Datensätzen hat dieser Lauf nicht gespeichert",
                               " records were not stored by this run"),
                        refused_file.empty() ? "" : "; ", refused_file,
                        refused_file.empty()
                            ? ""
                            : Either(language, " wurde nicht geschrieben", " was not written"));
  }
  if (!refused_file.empty()) {
    return absl::StrCat(count,
                        Either(language, " Datensätzen wurden nicht gespeichert und stehen in ",
                               " records were not stored and are in "),
                        refused_file,
                        Either(language, ": dort berichtigen und nur diese Datei senden",
                               ": correct them there and send that file alone"));
  }
  return absl::StrCat(
      count,
      Either(language,
             " Datensätzen wurden nicht gespeichert. Berichtigt in einer eigenen Datei senden: "
             "diese Datei berichtigt wäre eine neue, und alle ihre Datensätze kämen ein zweites "
             "Mal",
             " records were not stored. Correct them in a file of their own: this file, corrected, "
             "is a new one, and all its records would come a second time"));
}

// What it ends with.
absl::Status Verdict(absl::string_view language, const std::string& refused_file,
                     const Outcome& outcome) {
  const int failed = outcome.unmapped + outcome.refused;
  if (failed == 0) return absl::OkStatus();
  if (!outcome.is_sent) {
    return DataError(absl::StrCat(
        failed, Either(language, " von ", " of "), outcome.records,
        Either(language, " Datensätzen sind nicht lesbar", " records cannot be mapped")));
  }
  const std::string before = ToldOfStoredBefore(language, outcome);
  if (outcome.failed.empty()) return DataError(before);
  return DataError(absl::StrCat(ToldOfFailed(language, refused_file, outcome),
                                before.empty() ? "" : ". ", before));
}

}  // namespace

absl::Status RunSubmit(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<std::string> language = LanguageOf(args);
  if (!language.ok()) return language.status();
  const absl::StatusOr<bool> json_lines = HasJsonLines(args);
  if (!json_lines.ok()) return json_lines.status();
  const absl::StatusOr<AnswerTable> input = ReadAnswerTable(args, *json_lines);
  if (!input.ok()) return input.status();
  const std::string wave = args.Get("wave"), refused_file = args.Get("refused");
  if (!refused_file.empty() && args.Has("dry-run")) {
    return UsageError("--refused: with --dry-run nothing is stored, so all would be sent again");
  }
  if (!refused_file.empty()) {
    if (absl::Status s = CheckRefusedFile(refused_file, *input); !s.ok()) return s;
  }
  Client client(invocation.settings);
  const auto asked = FetchAsked(&client, wave);
  if (!asked.ok()) return asked.status();
  PlanResult planned = PlanOf(*input, asked->instrument, *language);
  if (!planned.problems.empty()) {
    return DataError(Either(*language, "die Zuordnung passt nicht; nichts wurde gesendet",
                            "the mapping does not fit; nothing was sent"),
                     planned.problems);
  }
  if (absl::Status s = CheckHasTokens(asked->wave, *input, planned.plan, *language); !s.ok()) {
    return s;
  }
  PrintWarnings(planned.warnings, *language, invocation);
  // What a line of JSON does not have is missing in any case.
  if (*json_lines) planned.plan.missing.insert("");

  Outcome outcome;
  const std::vector<Outgoing> responses =
      MapRecords(*input, planned.plan, wave, *language, &outcome);
  outcome.is_sent = !args.Has("dry-run");
  absl::Status sent;
  if (outcome.is_sent) {
    sent = SendAll(invocation, &client, planned.plan, *language, responses, &outcome);
  }
  PrintOutcome(invocation, *language, &outcome);
  if (!sent.ok()) return sent;
  if (!refused_file.empty() && !MayBeStored(outcome)) {
    if (absl::Status s = WriteRefused(refused_file, *input, outcome); !s.ok()) return s;
  }
  return Verdict(*language, refused_file, outcome);
}

}  // namespace lotse::cli
