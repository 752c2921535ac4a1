#include "cli/wave_files.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "runtime/sql/connection.h"
#include "runtime/sql/maintenance.h"
#include "runtime/types/sha256.h"
#include "sql/cli_wave_queries.h"

namespace lotse::cli {
namespace {

constexpr absl::string_view kPrefix = "wave-";
constexpr absl::string_view kAnswers = "-answers.db";
constexpr absl::string_view kLedger = "-ledger.db";
constexpr int kBusyMs = 10'000;
// Digits of the hash of a wave's name in the names of its files.
constexpr size_t kHashDigits = 32;

const sql::Statements& WaveStatements() {
  static const auto* statements = new sql::Statements(cli_wave_queries);
  return *statements;
}

std::string FileName(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// What a backup has of each table: not what may not be seen yet. Kept here and not in a .sql
// file, because two files at once are a thing of SQLite alone.
constexpr const char* kCopies[] = {
    "INSERT INTO schema_migration SELECT * FROM source.schema_migration",
    "INSERT INTO wave SELECT * FROM source.wave",
    "INSERT INTO response SELECT * FROM source.response WHERE shown = 1 ORDER BY response_id",
    "INSERT INTO ledger SELECT * FROM source.ledger",
    "INSERT INTO invitation (token_hash, recipient, stratum, used, shown, bounced, opted_out,"
    " revoked) SELECT token_hash, recipient, stratum, shown, shown, bounced, opted_out, revoked"
    " FROM source.invitation ORDER BY token_hash",
    "INSERT INTO tally SELECT * FROM source.tally",
};

// Makes the tables that `from` has in the empty database `to`, and copies into them. What is
// left out is never written.
void CopyTables(const std::string& from, const std::string& to) {
  SQLite::Database copy(to, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyMs);
  copy.exec("PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL");
  SQLite::Statement attach(copy, "ATTACH ? AS source");
  attach.bind(1, from);
  attach.exec();
  SQLite::Transaction transaction(copy);
  std::vector<std::pair<std::string, std::string>> tables;  // Name and statement.
  {
    SQLite::Statement query(copy,
                            "SELECT name, sql FROM source.sqlite_schema WHERE type = 'table'");
    while (query.executeStep()) {
      tables.emplace_back(query.getColumn(0).getString(), query.getColumn(1).getString());
    }
  }
  for (const auto& [name, sql] : tables) {
    copy.exec(sql);
    for (const char* copying : kCopies) {
      if (absl::StartsWith(copying, absl::StrCat("INSERT INTO ", name, " "))) copy.exec(copying);
    }
  }
  transaction.commit();
}

std::string NameIn(const std::string& path, absl::string_view statement) {
  sql::Connection connection(path, SQLite::OPEN_READONLY, &WaveStatements(), "");
  sql::Query name = connection.Prepare(statement);
  return name.Next() ? name.Text(0) : "";
}

}  // namespace

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
  try {
    // Nobody writes either file until both are copied: readers do not disturb that.
    SQLite::Database hold(from, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, kBusyMs);
    SQLite::Statement attach(hold, "ATTACH ? AS ledger_file");
    attach.bind(1, LedgerOf(from));
    attach.exec();
    hold.exec("BEGIN IMMEDIATE");
    CopyTables(from, to);
    CopyTables(LedgerOf(from), LedgerOf(to));
    hold.exec("ROLLBACK");
    return absl::OkStatus();
  } catch (const SQLite::Exception& fault) {
    const int code = fault.getErrorCode() & 0xFF;
    const bool damaged = code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
    const bool of_copy = code == SQLITE_FULL || code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
    const std::string what = absl::StrCat(of_copy ? to : from, ": ", fault.what());
    return damaged ? absl::DataLossError(what) : absl::UnavailableError(what);
  }
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
