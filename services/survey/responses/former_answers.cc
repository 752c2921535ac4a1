#include "services/survey/responses/former_answers.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/sql/database.h"
#include "services/survey/responses/file_removal.h"
#include "services/survey/responses/wave_pair.h"
#include "sql/former_queries.h"
#include "sql/former_schema.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using sql::Database;

constexpr char kFormer[] = "answers.db";

absl::StatusOr<std::unique_ptr<Database>> OpenFormer(const std::string& path) {
  static const auto* statements = new sql::Statements(former_queries);
  Database::Options options;
  options.path = path;
  options.journal = Database::Journal::kTruncate;
  options.migrations = former_schema;
  options.statements = statements;
  return Database::Open(options);
}

absl::Status TakeOver(Database& former, const std::string& folder, const std::string& wave) {
  std::vector<std::pair<std::string, std::string>> rows;
  bool closed = false;
  absl::Status read = former.Read({}, [&](Connection& connection) {
    sql::Query query = connection.Prepare("Rows");
    query.Bind(1, wave);
    while (query.Next()) rows.emplace_back(query.Text(0), query.Text(1));
    closed = connection.Prepare("WasClosed").Bind(1, wave).Next();
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  const auto pair = WavePair::Open(folder, wave, /*max_waiting=*/1, /*wake=*/nullptr);
  if (!pair.ok()) return pair.status();
  return (*pair)->Import(rows, closed);
}

}  // namespace

absl::Status TakeOverFormerAnswers(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/", kFormer);
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return absl::OkStatus();
  {
    const auto former = OpenFormer(path);
    if (!former.ok()) return former.status();
    std::vector<std::string> waves;
    absl::Status done = (*former)->Read({}, [&](Connection& connection) {
      sql::Query query = connection.Prepare("Waves");
      while (query.Next()) waves.push_back(query.Text(0));
      return absl::OkStatus();
    });
    for (auto wave = waves.begin(); done.ok() && wave != waves.end(); ++wave) {
      done = TakeOver(**former, folder, *wave);
    }
    if (!done.ok()) return absl::Status(done.code(), absl::StrCat(path, ": ", done.message()));
  }
  // All answers of that time lie in it.
  if (OverwriteAndRemoveDatabase(folder, kFormer).ok()) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat(path, " cannot be overwritten and removed; its answers are in other files now"));
}

}  // namespace lotse::survey
