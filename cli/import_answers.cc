// lotse import answers: sends the records of a table as answers.
//
// Everything is mapped before anything is sent, and as long as one record cannot
// be mapped, nothing is: a corrected file has other response ids, and what was
// stored before would be stored a second time. The records are sent in the order
// of their response ids, which has nothing to do with their order in the table:
// when an answer arrives tells nothing about where it stands.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/answers.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/mapping.h"
#include "cli/patience.h"
#include "cli/response_id.h"
#include "cli/text.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using lotse::survey::v1alpha::GetInstrumentRequest;
using lotse::survey::v1alpha::GetWaveRequest;
using lotse::survey::v1alpha::Instrument;
using lotse::survey::v1alpha::SubmitResponseRequest;
using lotse::survey::v1alpha::SubmitResponseResponse;
using lotse::survey::v1alpha::Wave;

// One response, and where it stands in the table.
struct Outgoing {
  SubmitResponseRequest request;
  int line = 0;
};

// What became of the records.
struct Outcome {
  int records = 0;
  int sent = 0;          // stored now
  int duplicate = 0;     // stored before
  int refused = 0;       // by the service
  int unmapped = 0;      // not sent, because a cell cannot be mapped
  bool is_sent = false;  // false: nothing was to be sent
  std::vector<CellProblem> problems;
};

// The table and the mapping, as far as they can be read without the service.
struct Input {
  CsvTable table;
  std::string sha256;
  Mapping mapping;
  // Of invitations; none without --tokens.
  std::vector<std::string> tokens;
};

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

absl::StatusOr<Input> ReadInput(const Args& args) {
  for (const char* flag : {"wave", "mapping"}) {
    if (args.Get(flag).empty()) return UsageError(absl::StrCat("--", flag, " is missing"));
  }
  const absl::StatusOr<std::string> json = ReadFile(args.Get("mapping"));
  if (!json.ok()) return json.status();
  const absl::StatusOr<Mapping> mapping = ParseMapping(*json);
  if (!mapping.ok()) return mapping.status();
  const absl::StatusOr<std::string> content = ReadFile(args.positional[0]);
  if (!content.ok()) return content.status();
  absl::StatusOr<CsvTable> table = ParseCsv(*content);
  if (!table.ok()) {
    return DataError(absl::StrCat(args.positional[0], ": ", table.status().message()));
  }
  absl::StatusOr<std::vector<std::string>> tokens = ReadTokens(args.Get("tokens"));
  if (!tokens.ok()) return tokens.status();
  if (args.Has("tokens") && tokens->size() < table->records.size()) {
    return DataError(absl::StrCat(args.Get("tokens"), " has ", tokens->size(), " tokens for ",
                                  table->records.size(), " records"));
  }
  return Input{*std::move(table), types::Sha256Hex(*content), *mapping, *std::move(tokens)};
}

absl::StatusOr<Instrument> FetchInstrument(Client* client, const std::string& wave_name) {
  GetWaveRequest wave_request;
  wave_request.set_name(wave_name);
  Wave wave;
  if (absl::Status called = client->Call(wave_request, &wave); !called.ok()) return called;
  GetInstrumentRequest request;
  request.set_name(wave.instrument());
  Instrument instrument;
  if (absl::Status called = client->Call(request, &instrument); !called.ok()) return called;
  return instrument;
}

// Maps all records; those with a wrong cell are left out and noted.
std::vector<Outgoing> MapRecords(const Input& input, const ImportPlan& plan,
                                 const std::string& wave, Outcome* outcome) {
  std::vector<Outgoing> responses;
  for (const CsvRecord& record : input.table.records) {
    ++outcome->records;
    Outgoing response;
    response.line = record.line;
    response.request.set_parent(wave);
    response.request.set_response_id(ImportedResponseId(wave, input.sha256, record.number));
    // By the number of the record: the same import uses the same tokens.
    if (!input.tokens.empty()) {
      response.request.set_invitation_token(input.tokens[record.number - 1]);
    }
    std::vector<CellProblem> problems = MapRecord(plan, record, response.request.mutable_answers());
    if (problems.empty()) {
      responses.push_back(std::move(response));
      continue;
    }
    ++outcome->unmapped;
    outcome->problems.insert(outcome->problems.end(), problems.begin(), problems.end());
  }
  std::sort(responses.begin(), responses.end(), [](const Outgoing& a, const Outgoing& b) {
    return a.request.response_id() < b.request.response_id();
  });
  return responses;
}

// True if the error is about this one response, so that others may still be
// taken.
bool ConcernsOneResponse(const absl::Status& status) {
  return ExitCodeOf(status) == ExitCode::kRefused &&
         (absl::IsInvalidArgument(status) || absl::IsAlreadyExists(status) ||
          ReasonOf(status) == "INVITATION_REFUSED");
}

void ShowProgress(const Environment& environment, bool json, size_t done, size_t total) {
  if (!environment.err_is_terminal || json) return;
  // Not each one: the terminal would take longer than the service.
  if (done % 50 != 0 && done != total) return;
  environment.err << "\r" << done << " of " << total << (done == total ? "\n" : "") << std::flush;
}

// Sends all responses and counts what became of them. An error that is not about
// one response ends it; what was sent before stays counted.
absl::Status SendAll(const Invocation& invocation, Client* client,
                     const std::vector<Outgoing>& responses, Outcome* outcome) {
  for (size_t i = 0; i < responses.size(); ++i) {
    SubmitResponseResponse reply;
    const absl::Status status = CallPatiently(client, responses[i].request, &reply);
    if (status.ok()) {
      ++(reply.duplicate() ? outcome->duplicate : outcome->sent);
    } else if (ConcernsOneResponse(status)) {
      ++outcome->refused;
      std::string what = absl::StrCat("refused: ", std::string(status.message()));
      for (const std::string& line : DescribeDetails(DetailsOf(status))) {
        absl::StrAppend(&what, "; ", line);
      }
      outcome->problems.push_back({responses[i].line, "", what});
    } else {
      if (invocation.environment.err_is_terminal) invocation.environment.err << "\n";
      return status;
    }
    ShowProgress(invocation.environment, invocation.settings.json, i + 1, responses.size());
  }
  return absl::OkStatus();
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
             .AddRaw("problems", absl::StrCat("[", absl::StrJoin(problems, ","), "]"))
             .str() +
         "\n";
}

// A label that the mapping lacks is wrong in many records: what is the same is
// said once, with the lines it concerns.
void PrintProblems(const std::vector<CellProblem>& problems, std::ostream& err) {
  constexpr size_t kMostLines = 8;
  std::map<std::pair<std::string, std::string>, std::vector<int>> lines_of;
  for (const CellProblem& problem : problems) {
    lines_of[{problem.column, problem.what}].push_back(problem.line);
  }
  for (const auto& [problem, lines] : lines_of) {
    const size_t shown = std::min(lines.size(), kMostLines);
    std::string text = absl::StrCat(lines.size() == 1 ? "line " : "lines ",
                                    absl::StrJoin(lines.begin(), lines.begin() + shown, ", "));
    if (lines.size() > shown) absl::StrAppend(&text, " and ", lines.size() - shown, " more");
    if (!problem.first.empty()) absl::StrAppend(&text, ", column ", problem.first);
    err << Printable(absl::StrCat(text, ": ", problem.second)) << "\n";
  }
}

void PrintOutcome(const Invocation& invocation, Outcome* outcome) {
  std::stable_sort(outcome->problems.begin(), outcome->problems.end(),
                   [](const CellProblem& a, const CellProblem& b) { return a.line < b.line; });
  const bool dry_run = invocation.args.Has("dry-run");
  std::ostream& out = invocation.environment.out;
  if (invocation.settings.json) {
    out << OutcomeJson(invocation.args.Get("wave"), dry_run, *outcome);
    return;
  }
  PrintProblems(outcome->problems, invocation.environment.err);
  out << "records    " << outcome->records << "\n"
      << "unmapped   " << outcome->unmapped << "\n";
  if (!outcome->is_sent) {
    out << (dry_run ? "dry run: nothing was sent\n" : "nothing was sent\n");
    return;
  }
  out << "sent       " << outcome->sent << "\n"
      << "duplicate  " << outcome->duplicate << "\n"
      << "refused    " << outcome->refused << "\n";
}

void PrintWarnings(const std::vector<Problem>& warnings, const Invocation& invocation) {
  if (invocation.settings.json) return;
  for (const Problem& warning : warnings) {
    invocation.environment.err << "note: " << Printable(warning.where) << ": "
                               << Printable(warning.what) << "\n";
  }
}

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
  return DataError(absl::StrCat(
      failed, " of ", outcome.records,
      " records were not stored. Import them from a file of their own (a corrected file is a new "
      "file: all its records would be stored a second time)"));
}

}  // namespace

absl::Status RunImportAnswers(const Invocation& invocation) {
  const Args& args = invocation.args;
  const absl::StatusOr<Input> input = ReadInput(args);
  if (!input.ok()) return input.status();
  const std::string wave = args.Get("wave");
  Client client(invocation.settings);
  const absl::StatusOr<Instrument> instrument = FetchInstrument(&client, wave);
  if (!instrument.ok()) return instrument.status();
  const PlanResult planned = MakePlan(input->mapping, *instrument, input->table.header);
  if (!planned.problems.empty()) {
    return DataError("the mapping does not fit; nothing was sent", planned.problems);
  }
  PrintWarnings(planned.warnings, invocation);

  Outcome outcome;
  const std::vector<Outgoing> responses = MapRecords(*input, planned.plan, wave, &outcome);
  outcome.is_sent = !args.Has("dry-run") && (outcome.unmapped == 0 || args.Has("skip-unmapped"));
  absl::Status sent;
  if (outcome.is_sent) sent = SendAll(invocation, &client, responses, &outcome);
  PrintOutcome(invocation, &outcome);
  return sent.ok() ? Verdict(outcome) : sent;
}

}  // namespace lotse::cli
