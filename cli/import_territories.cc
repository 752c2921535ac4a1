// lotse import territories: sends the rows of an official list.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/channel.h"
#include "cli/commands.h"
#include "cli/csv.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/moment.h"
#include "cli/patience.h"
#include "cli/territory_rows.h"
#include "cli/text.h"

namespace lotse::cli {
namespace {

using lotse::engagement::v1alpha::ImportTerritoriesRequest;
using lotse::engagement::v1alpha::ImportTerritoriesResponse;
using lotse::engagement::v1alpha::RefusedRow;

// Rows of one call: the service writes them in one go, and others wait for it.
constexpr int kRowsOfCall = 500;

// What became of the list.
struct Outcome {
  int rows = 0;
  int created = 0;
  int derived = 0;
  int updated = 0;
  int unchanged = 0;
  std::vector<RowProblem> problems;
};

// The requests, without rows, and the rows.
struct Input {
  ImportTerritoriesRequest list;
  TerritoryRows read;
};

absl::StatusOr<Input> ReadInput(const Args& args) {
  for (const char* flag : {"source", "source-version"}) {
    if (args.Get(flag).empty()) return UsageError(absl::StrCat("--", flag, " is missing"));
  }
  Input input;
  input.list.set_source(args.Get("source"));
  input.list.set_source_version(args.Get("source-version"));
  input.list.set_validate_only(args.Has("dry-run"));
  absl::optional<google::type::Date> day;
  if (args.Has("as-of")) {
    day = ReadDay(args.Get("as-of"));
    if (!day.has_value()) return UsageError("--as-of: not a day; write 2022-05-15");
  }
  const absl::StatusOr<std::string> content = ReadFile(args.positional[0]);
  if (!content.ok()) return content.status();
  const auto in_file = [&](const absl::Status& status) {
    return DataError(absl::StrCat(args.positional[0], ": ", status.message()));
  };
  const absl::StatusOr<CsvTable> table = ParseCsv(*content);
  if (!table.ok()) return in_file(table.status());
  absl::StatusOr<TerritoryRows> read = ReadTerritoryRows(*table);
  if (!read.ok()) return in_file(read.status());
  input.read = *std::move(read);
  if (!day.has_value()) day = input.read.as_of;
  if (!day.has_value()) {
    return UsageError("--as-of is missing, and no column is called population_YYYY_MM_DD");
  }
  if (input.read.as_of.has_value() &&
      input.read.as_of->SerializeAsString() != day->SerializeAsString()) {
    return UsageError("--as-of: the column of inhabitants is of another day");
  }
  *input.list.mutable_as_of_date() = *day;
  return input;
}

void Add(const ImportTerritoriesResponse& reply, Outcome* outcome) {
  outcome->created += reply.created_count();
  outcome->derived += reply.derived_count();
  outcome->updated += reply.updated_count();
  outcome->unchanged += reply.unchanged_count();
  for (const RefusedRow& row : reply.refused()) {
    outcome->problems.push_back({row.line(), row.field(), row.description()});
  }
}

absl::Status SendAll(const Invocation& invocation, const Input& input, Outcome* outcome) {
  Client client(invocation.settings);
  ImportTerritoriesRequest request = input.list;
  const auto& rows = input.read.rows;
  for (size_t i = 0; i < rows.size(); ++i) {
    *request.add_rows() = rows[i];
    if (request.rows_size() < kRowsOfCall && i + 1 < rows.size()) continue;
    ImportTerritoriesResponse reply;
    if (absl::Status s = CallPatiently(&client, request, &reply); !s.ok()) return s;
    Add(reply, outcome);
    request.clear_rows();
  }
  return absl::OkStatus();
}

std::string OutcomeJson(bool dry_run, int refused, const Outcome& outcome) {
  std::vector<std::string> problems;
  for (const RowProblem& problem : outcome.problems) {
    problems.push_back(JsonObject()
                           .Add("line", problem.line)
                           .Add("column", problem.column)
                           .Add("message", problem.what)
                           .str());
  }
  return JsonObject()
             .Add("dryRun", dry_run)
             .Add("rows", outcome.rows)
             .Add("created", outcome.created)
             .Add("derived", outcome.derived)
             .Add("updated", outcome.updated)
             .Add("unchanged", outcome.unchanged)
             .Add("refused", refused)
             .AddRaw("problems", absl::StrCat("[", absl::StrJoin(problems, ","), "]"))
             .str() +
         "\n";
}

void Print(const Invocation& invocation, const Input& input, int refused, const Outcome& outcome) {
  const bool dry_run = input.list.validate_only();
  std::ostream& out = invocation.environment.out;
  std::ostream& err = invocation.environment.err;
  if (invocation.settings.json) {
    out << OutcomeJson(dry_run, refused, outcome);
    return;
  }
  for (const std::string& column : input.read.unread) {
    err << "note: column " << Printable(column) << " is not read\n";
  }
  for (const RowProblem& problem : outcome.problems) {
    std::string text = absl::StrCat("line ", problem.line);
    if (!problem.column.empty()) absl::StrAppend(&text, ", column ", problem.column);
    err << Printable(absl::StrCat(text, ": ", problem.what)) << "\n";
  }
  out << "rows       " << outcome.rows << "\n"
      << "refused    " << refused << "\n";
  if (dry_run) {
    out << "dry run: nothing was changed\n";
    return;
  }
  out << "created    " << outcome.created << " (" << outcome.derived << " by the keys of others)\n"
      << "updated    " << outcome.updated << "\n"
      << "unchanged  " << outcome.unchanged << "\n";
  if (outcome.created + outcome.updated == 0) out << "nothing was changed\n";
}

// Lines with a problem; one may have several.
int CountLines(const std::vector<RowProblem>& sorted) {
  int lines = 0;
  for (size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i].line != sorted[i - 1].line) ++lines;
  }
  return lines;
}

}  // namespace

absl::Status RunImportTerritories(const Invocation& invocation) {
  const absl::StatusOr<Input> input = ReadInput(invocation.args);
  if (!input.ok()) return input.status();
  Outcome outcome;
  outcome.problems = input->read.problems;
  const int wrong = CountLines(outcome.problems);
  outcome.rows = static_cast<int>(input->read.rows.size()) + wrong;
  const absl::Status sent = SendAll(invocation, *input, &outcome);
  std::stable_sort(outcome.problems.begin(), outcome.problems.end(),
                   [](const RowProblem& a, const RowProblem& b) { return a.line < b.line; });
  const int refused = CountLines(outcome.problems);
  Print(invocation, *input, refused, outcome);
  if (!sent.ok()) return sent;
  if (refused == 0) return absl::OkStatus();
  return DataError(absl::StrCat(refused, " of ", outcome.rows,
                                " rows were not taken. Correct them and import the file again: "
                                "what is there already is not changed"));
}

}  // namespace lotse::cli
