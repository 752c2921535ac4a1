#include "cli/wave_files.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "cli/store_file.h"
#include "runtime/sql/connection.h"
#include "runtime/sql/database.h"
#include "runtime/types/sha256.h"
#include "sql/cli_wave_answers_schema.h"
#include "sql/cli_wave_ledger_schema.h"
#include "sql/cli_wave_queries.h"

namespace lotse::cli {
namespace {

constexpr absl::string_view kPrefix = "wave-";
constexpr absl::string_view kAnswers = "-answers.db";
constexpr absl::string_view kLedger = "-ledger.db";
constexpr absl::string_view kResponses = "-responses.db";
constexpr absl::string_view kInvitations = "-invitations.db";
constexpr absl::string_view kSurvey = "survey-";
constexpr absl::string_view kKey = "-key.db";
constexpr absl::string_view kStudy = "study-";
constexpr absl::string_view kMaterial = "-material.db";
constexpr absl::string_view kNames = "-names.db";
// Digits of the hash of the name of a wave, survey or study in the names of its files.
constexpr size_t kHashDigits = 32;

const sql::Statements& WaveStatements() {
  static const auto* statements = new sql::Statements(cli_wave_queries);
  return *statements;
}

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// Statements over two files at once, which is a thing of SQLite alone: kept apart from those
// that another store has to understand. What may not be seen yet is left out.
constexpr sql::EmbeddedFile kCopying = {"copying", R"(
-- name: AttachLedger
ATTACH $1 AS ledger_file;
-- name: AttachSource
ATTACH $1 AS source;
-- name: Hold
BEGIN IMMEDIATE;
-- name: Begin
BEGIN;
-- name: Commit
COMMIT;
-- name: CopyWave
INSERT INTO main.wave SELECT name, closed FROM source.wave;
-- name: CopyResponses
INSERT INTO main.response SELECT response_id, answers, shown FROM source.response
WHERE shown = 1 ORDER BY response_id;
-- name: HasErasures
SELECT 1 FROM source.sqlite_master WHERE type = 'table' AND name = 'erasure';
-- name: CopySalt
INSERT INTO main.erasure SELECT salt, 0 FROM source.erasure;
-- name: CopyErased
INSERT INTO main.erased SELECT hash FROM source.erased ORDER BY hash;
-- name: CopyErasedCodes
INSERT INTO main.erased_code SELECT code FROM source.erased_code ORDER BY code;
-- name: CopyLedger
INSERT INTO main.ledger SELECT name FROM source.ledger;
-- name: CopyInvitations
INSERT INTO main.invitation
SELECT token_hash, recipient, stratum, shown, shown, bounced, opted_out, revoked
FROM source.invitation ORDER BY token_hash;
-- name: CopyTallies
INSERT INTO main.tally SELECT stratum, invited, used, bounced, opted_out, revoked
FROM source.tally;
)"};

const sql::Statements& Copying() {
  static const auto* statements = new sql::Statements(absl::MakeConstSpan(&kCopying, 1));
  return *statements;
}

// Makes the new database `to` with its tables, and copies into them. `if_erasing` is for a
// file that knows what was erased: not every one was opened since there is such a thing.
absl::Status CopyTables(const std::string& from, const std::string& to,
                        absl::Span<const sql::EmbeddedFile> schema,
                        const std::vector<absl::string_view>& statements,
                        const std::vector<absl::string_view>& if_erasing = {}) {
  sql::Database::Options options;
  options.path = to;
  options.journal = sql::Database::Journal::kTruncate;
  options.migrations = schema;
  options.statements = &Copying();
  if (absl::Status made = sql::Database::Open(options).status(); !made.ok()) return made;
  sql::Connection copy(to, SQLite::OPEN_READWRITE, &Copying(), "");
  copy.Prepare("AttachSource").Bind(1, from).Run();
  copy.Prepare("Begin").Run();
  for (const absl::string_view statement : statements) copy.Prepare(statement).Run();
  if (!if_erasing.empty() && copy.Prepare("HasErasures").Next()) {
    for (const absl::string_view statement : if_erasing) copy.Prepare(statement).Run();
  }
  copy.Prepare("Commit").Run();
  return absl::OkStatus();
}

std::string NameIn(const std::string& path, absl::string_view statement) {
  sql::Connection connection(path, SQLite::OPEN_READONLY, &WaveStatements(), "");
  sql::Query name = connection.Prepare(statement);
  return name.Next() ? name.Text(0) : "";
}

// What such a file is named for, and how its name goes on behind the hash of that.
struct Kind {
  absl::string_view prefix;
  absl::string_view suffix;
  absl::string_view name;  // The statement that reads what it is named for.
};
constexpr Kind kPersonalKinds[] = {{kPrefix, kResponses, "WaveOfResponses"},
                                   {kPrefix, kInvitations, "WaveOfLedger"},
                                   {kSurvey, kKey, "SurveyOfKey"},
                                   {kStudy, kMaterial, "StudyOfMaterial"},
                                   {kStudy, kNames, "StudyOfNames"}};

const Kind* KindOf(absl::string_view file) {
  for (const Kind& kind : kPersonalKinds) {
    if (absl::StartsWith(file, kind.prefix) && absl::EndsWith(file, kind.suffix)) return &kind;
  }
  return nullptr;
}

}  // namespace

bool IsPersonalFile(absl::string_view file) { return KindOf(file) != nullptr; }

bool IsKeysFile(absl::string_view file) {
  return IsPersonalFile(file) && !absl::EndsWith(file, kResponses) &&
         !absl::EndsWith(file, kMaterial);
}

std::vector<std::string> InOrderOfCopy(std::vector<std::string> files) {
  std::stable_partition(files.begin(), files.end(), IsKeysFile);
  return files;
}

std::optional<std::string> FaultOfPersonal(const std::string& path) {
  const std::string file = FileName(path);
  const Kind& kind = *KindOf(file);
  const std::string name = NameIn(path, kind.name);
  // One that was made in the moment before a crash has no name yet, and nothing in it.
  const std::string digits = types::Sha256Hex(name).substr(0, kHashDigits);
  const std::string right = absl::StrCat(kind.prefix, digits, kind.suffix);
  if (name.empty() || file == right) return std::nullopt;
  return absl::StrCat("is of ", name, ", which belongs into ", right);
}

bool IsWaveFile(absl::string_view file) {
  return absl::StartsWith(file, kPrefix) &&
         (absl::EndsWith(file, kAnswers) || absl::EndsWith(file, kLedger));
}

bool IsWaveAnswers(absl::string_view file) {
  return absl::StartsWith(file, kPrefix) && absl::EndsWith(file, kAnswers);
}

std::string LedgerOf(absl::string_view answers) {
  return absl::StrCat(absl::StripSuffix(answers, kAnswers), kLedger);
}

std::string AnswersOf(absl::string_view ledger) {
  return absl::StrCat(absl::StripSuffix(ledger, kLedger), kAnswers);
}

absl::Status BackupWave(const std::string& from, const std::string& to) {
  for (const std::string& path : {to, LedgerOf(to)}) {
    if (std::filesystem::exists(path)) return absl::AlreadyExistsError(path + " exists");
  }
  return GuardFile(from, [&] {
    // Nobody writes either file until both are copied: readers do not disturb that.
    sql::Connection hold(from, SQLite::OPEN_READWRITE, &Copying(), "");
    hold.Prepare("AttachLedger").Bind(1, LedgerOf(from)).Run();
    hold.Prepare("Hold").Run();
    const absl::Status answers =
        CopyTables(from, to, cli_wave_answers_schema, {"CopyWave", "CopyResponses"},
                   {"CopySalt", "CopyErased", "CopyErasedCodes"});
    if (!answers.ok()) return answers;
    return CopyTables(LedgerOf(from), LedgerOf(to), cli_wave_ledger_schema,
                      {"CopyLedger", "CopyInvitations", "CopyTallies"});
  });
}

std::optional<std::string> FaultOfWave(const std::string& answers) {
  const std::string ledger = LedgerOf(answers);
  if (!std::filesystem::exists(ledger)) {
    return absl::StrCat("is without ", FileName(ledger), ", which belongs to it");
  }
  const std::string name = NameIn(answers, "WaveOfAnswers");
  if (NameIn(ledger, "WaveOfLedger") != name) {
    return absl::StrCat(FileName(ledger), " is of another wave");
  }
  const std::string digits = types::Sha256Hex(name).substr(0, kHashDigits);
  if (FileName(answers) != absl::StrCat(kPrefix, digits, kAnswers)) {
    return absl::StrCat("holds the answers of ", name, ", which belong into ", kPrefix, digits,
                        kAnswers);
  }
  return std::nullopt;
}

}  // namespace lotse::cli
