#include "cli/wave_files.h"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>

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

// Runs one statement on a copy that nobody else uses, and writes the copy anew, so that
// nothing of what it leaves out lies in it.
absl::Status Leave(const std::string& copy, absl::string_view statement) {
  try {
    {
      sql::Connection connection(copy, SQLite::OPEN_READWRITE, &WaveStatements(), "");
      connection.Prepare(statement).Run();
    }
    SQLite::Database(copy, SQLite::OPEN_READWRITE).exec("VACUUM");
    return absl::OkStatus();
  } catch (const SQLite::Exception& fault) {
    return absl::UnavailableError(absl::StrCat(copy, ": ", fault.what()));
  }
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
  try {
    // Nobody writes either file until both are copied: readers do not disturb that.
    SQLite::Database hold(from, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, kBusyMs);
    SQLite::Statement attach(hold, "ATTACH ? AS ledger_file");
    attach.bind(1, LedgerOf(from));
    attach.exec();
    hold.exec("BEGIN IMMEDIATE");
    if (absl::Status s = sql::Backup(from, to); !s.ok()) return s;
    if (absl::Status s = sql::Backup(LedgerOf(from), LedgerOf(to)); !s.ok()) return s;
    hold.exec("ROLLBACK");
  } catch (const SQLite::Exception& fault) {
    const bool damaged = (fault.getErrorCode() & 0xFF) == SQLITE_CORRUPT ||
                         (fault.getErrorCode() & 0xFF) == SQLITE_NOTADB;
    const std::string what = absl::StrCat(from, ": ", fault.what());
    return damaged ? absl::DataLossError(what) : absl::UnavailableError(what);
  }
  if (absl::Status s = Leave(to, "LeaveOutUnshown"); !s.ok()) return s;
  return Leave(LedgerOf(to), "TellShown");
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
