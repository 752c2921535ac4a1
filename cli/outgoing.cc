#include "cli/outgoing.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/code_columns.h"
#include "cli/engagement/words.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/json_lines.h"
#include "cli/response_id.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using survey::v1alpha::Instrument;

// The column `token` of a table that lotse invite issue wrote.
absl::StatusOr<std::vector<std::string>> ReadTokens(const std::string& path) {
  std::vector<std::string> tokens;
  if (path.empty()) return tokens;
  const absl::StatusOr<std::string> content = ReadPrivateFile(path);
  if (!content.ok()) return content.status();
  const absl::StatusOr<CsvTable> table = ParseCsv(*content);
  if (!table.ok()) return DataError(absl::StrCat(path, ": ", table.status().message()));
  const auto column = std::find(table->header.begin(), table->header.end(), "token");
  if (column == table->header.end()) {
    return DataError(path + ": column token is missing; give a file of lotse invite issue");
  }
  const auto place = static_cast<size_t>(column - table->header.begin());
  for (const CsvRecord& record : table->records) {
    if (place < record.fields.size()) tokens.push_back(record.fields[place].text);
  }
  return tokens;
}

absl::StatusOr<std::optional<Mapping>> ReadMapping(const Args& args) {
  if (!args.Has("mapping")) return std::nullopt;
  const absl::StatusOr<std::string> json = ReadFile(args.Get("mapping"));
  if (!json.ok()) return json.status();
  absl::StatusOr<Mapping> mapping = ParseMapping(*json);
  if (!mapping.ok()) return mapping.status();
  return *std::move(mapping);
}

std::string OutcomeJson(const std::string& wave, bool dry_run, const Outcome& outcome) {
  std::vector<std::string> problems;
  for (const CellProblem& problem : outcome.problems) {
    problems.push_back(JsonObject()
                           .Add("line", problem.line)
                           .Add("column", problem.column)
                           .Add("message", problem.what)
                           .str());
  }
  return JsonObject()
             .Add("wave", wave)
             .Add("dryRun", dry_run)
             .Add("records", outcome.records)
             .Add("sent", outcome.sent)
             .Add("duplicate", outcome.duplicate)
             .Add("refused", outcome.refused)
             .Add("unmapped", outcome.unmapped)
             .Add("conflicting", outcome.conflicting)
             .Add("erased", outcome.erased)
             .AddRaw("problems", absl::StrCat("[", absl::StrJoin(problems, ","), "]"))
             .str() +
         "\n";
}

// A label that the mapping lacks is wrong in many records: what is the same is
// said once, with the lines it concerns.
void PrintProblems(const std::vector<CellProblem>& problems, absl::string_view language,
                   std::ostream& err) {
  constexpr size_t kMostLines = 8;
  std::map<std::pair<std::string, std::string>, std::vector<int>> lines_of;
  for (const CellProblem& problem : problems) {
    lines_of[{problem.column, problem.what}].push_back(problem.line);
  }
  for (const auto& [problem, lines] : lines_of) {
    const size_t shown = std::min(lines.size(), kMostLines);
    const absl::string_view name = lines.size() == 1 ? Either(language, "Zeile ", "line ")
                                                     : Either(language, "Zeilen ", "lines ");
    std::string text =
        absl::StrCat(name, absl::StrJoin(lines.begin(), lines.begin() + shown, ", "));
    if (lines.size() > shown) {
      absl::StrAppend(&text, Either(language, " und ", " and "), lines.size() - shown,
                      Either(language, " weitere", " more"));
    }
    if (!problem.first.empty()) {
      absl::StrAppend(&text, Either(language, ", Spalte ", ", column "), problem.first);
    }
    err << Printable(absl::StrCat(text, ": ", problem.second)) << "\n";
  }
}

}  // namespace

PlanResult PlanOf(const AnswerTable& input, const Instrument& instrument,
                  absl::string_view language) {
  const std::vector<std::string>& header = input.table.header;
  if (input.mapping) return MakePlan(*input.mapping, instrument, header, language);
  std::vector<Problem> left_out;
  const Mapping by_codes = MappingByCodes(instrument, header, language, &left_out);
  PlanResult planned = MakePlan(by_codes, instrument, header, language);
  planned.warnings.insert(planned.warnings.begin(), left_out.begin(), left_out.end());
  return planned;
}

absl::StatusOr<AnswerTable> ReadAnswerTable(const Args& args, bool json_lines) {
  if (args.Get("wave").empty()) return UsageError("--wave is missing");
  const absl::StatusOr<std::optional<Mapping>> mapping = ReadMapping(args);
  if (!mapping.ok()) return mapping.status();
  const absl::StatusOr<std::string> content = ReadFile(args.positional[0]);
  if (!content.ok()) return content.status();
  std::vector<std::string> columns;
  if (mapping->has_value()) {
    for (const auto& [column, entry] : (*mapping)->columns()) columns.push_back(column);
  }
  absl::StatusOr<CsvTable> table =
      json_lines ? ParseJsonLines(*content, std::move(columns)) : ParseCsv(*content);
  if (!table.ok()) {
    return DataError(absl::StrCat(args.positional[0], ": ", table.status().message()));
  }
  absl::StatusOr<std::vector<std::string>> tokens = ReadTokens(args.Get("tokens"));
  if (!tokens.ok()) return tokens.status();
  if (args.Has("tokens") && tokens->size() < table->records.size()) {
    return DataError(absl::StrCat(args.Get("tokens"), " has ", tokens->size(), " tokens for ",
                                  table->records.size(), " records"));
  }
  return AnswerTable{*std::move(table), json_lines, types::Sha256Hex(*content), *mapping,
                     *std::move(tokens)};
}

absl::StatusOr<AskedWave> FetchAsked(Client* client, const std::string& wave_name) {
  survey::v1alpha::GetWaveRequest wave_request;
  wave_request.set_name(wave_name);
  AskedWave asked;
  absl::Status called = client->Call(wave_request, &asked.wave);
  if (!called.ok()) return called;
  survey::v1alpha::GetInstrumentRequest request;
  request.set_name(asked.wave.instrument());
  called = client->Call(request, &asked.instrument);
  if (!called.ok()) return called;
  return asked;
}

absl::Status CheckHasTokens(const survey::v1alpha::Wave& wave, const AnswerTable& input,
                            const ImportPlan& plan, absl::string_view language) {
  if (wave.access() != survey::v1alpha::Wave::ACCESS_INVITED || !input.tokens.empty()) {
    return absl::OkStatus();
  }
  const bool has_column =
      std::any_of(plan.columns.begin(), plan.columns.end(),
                  [](const ColumnPlan& column) { return column.kind == ColumnPlan::Kind::kToken; });
  if (has_column) return absl::OkStatus();
  return UsageError(std::string(Either(
      language,
      "die Welle nimmt Antworten nur mit Einladung; --tokens=DATEI.csv oder in der Zuordnung "
      "eine Spalte mit {\"token\": true} angeben",
      "the wave takes answers with invitations only; give --tokens=FILE.csv, or a column "
      "with {\"token\": true} in the mapping")));
}

std::vector<Outgoing> MapRecords(const AnswerTable& input, const ImportPlan& plan,
                                 const std::string& wave, absl::string_view language,
                                 Outcome* outcome) {
  std::vector<Outgoing> responses;
  for (const CsvRecord& record : input.table.records) {
    ++outcome->records;
    Outgoing response;
    response.line = record.line;
    response.record = record.number;
    response.request.set_parent(wave);
    response.request.set_response_id(ImportedResponseId(wave, input.sha256, record.number));
    // By the number of the record: the same import uses the same tokens.
    response.request.set_invitation_token(input.tokens.empty() ? TokenOf(plan, record)
                                                               : input.tokens[record.number - 1]);
    if (response.request.invitation_token().empty()) ++outcome->open;
    std::vector<CellProblem> problems =
        MapRecord(plan, record, language, response.request.mutable_answers());
    response.request.set_broke_off_section(BrokeOffSectionOf(plan, record));
    if (problems.empty()) {
      responses.push_back(std::move(response));
      continue;
    }
    ++outcome->unmapped;
    outcome->failed.insert(record.number);
    outcome->problems.insert(outcome->problems.end(), problems.begin(), problems.end());
  }
  std::sort(responses.begin(), responses.end(), [](const Outgoing& a, const Outgoing& b) {
    return a.request.response_id() < b.request.response_id();
  });
  return responses;
}

void PrintOutcome(const Invocation& invocation, absl::string_view language, Outcome* outcome) {
  std::stable_sort(outcome->problems.begin(), outcome->problems.end(),
                   [](const CellProblem& a, const CellProblem& b) { return a.line < b.line; });
  const bool dry_run = invocation.args.Has("dry-run");
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << OutcomeJson(invocation.args.Get("wave"), dry_run, *outcome);
    return;
  }
  PrintProblems(outcome->problems, language, invocation.environment.err);
  out << Either(language, "Datensätze   ", "records    ") << outcome->records << "\n"
      << Either(language, "nicht lesbar ", "unmapped   ") << outcome->unmapped << "\n";
  if (!outcome->is_sent) {
    out << (dry_run ? Either(language, "Probelauf: nichts wurde gesendet\n",
                             "dry run: nothing was sent\n")
                    : Either(language, "nichts wurde gesendet\n", "nothing was sent\n"));
    return;
  }
  out << Either(language, "gespeichert  ", "sent       ") << outcome->sent << "\n"
      << Either(language, "schon da     ", "duplicate  ") << outcome->duplicate << "\n"
      << Either(language, "abgelehnt    ", "refused    ") << outcome->refused << "\n";
}

bool MayBeStored(const Outcome& outcome) {
  const bool ran_before = outcome.duplicate + outcome.conflicting + outcome.erased > 0;
  return ran_before && outcome.open > 0 && !outcome.failed.empty();
}

std::string ToldOfStoredBefore(absl::string_view language, const Outcome& outcome) {
  std::string told;
  const auto add = [&](int count, absl::string_view german, absl::string_view english) {
    if (count == 0) return;
    absl::StrAppend(&told, told.empty() ? "" : " ", count, Either(language, " von ", " of "),
                    outcome.records, Either(language, german, english));
  };
  add(outcome.conflicting,
      " Datensätzen wurden früher mit anderen Antworten gespeichert, etwa nach einer anderen "
      "Zuordnung: nicht in einer anderen Datei senden, sie wären sonst doppelt da.",
      " records were stored before with other answers, as with another mapping: do not send them "
      "in another file, or they are there twice.");
  add(outcome.erased,
      " Datensätzen wurden früher gespeichert und seither gelöscht: nicht in einer anderen Datei "
      "senden, sonst kommen sie zurück.",
      " records were stored before and have been erased since: do not send them in another file, "
      "or they come back.");
  if (!MayBeStored(outcome)) return told;
  add(static_cast<int>(outcome.failed.size()),
      " Datensätzen kann ein früherer Lauf gespeichert haben, etwa mit einer anderen Zuordnung: "
      "in einer anderen Datei nur senden, was auch er nicht gespeichert hat, sonst ist es doppelt "
      "da.",
      " records may have been stored by a run before, as with another mapping: send in another "
      "file only what it did not store either, or it is there twice.");
  return told;
}

void PrintWarnings(const std::vector<Problem>& warnings, absl::string_view language,
                   const Invocation& invocation) {
  if (invocation.settings.json) return;
  for (const Problem& warning : warnings) {
    invocation.environment.err << Either(language, "Hinweis: ", "note: ")
                               << Printable(warning.where) << ": " << Printable(warning.what)
                               << "\n";
  }
}

}  // namespace lotse::cli
