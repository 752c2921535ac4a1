#include "runtime/sql/maintenance.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace lotse::sql {
namespace {

constexpr int kBusyMs = 10'000;
constexpr size_t kMaxProblems = 10;

// Able to write, because what a crash left behind is mended by reading it.
SQLite::Database Connect(const std::string& path) {
  return SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX, kBusyMs);
}

absl::Status Fault(const std::string& path, const SQLite::Exception& fault) {
  const int code = fault.getErrorCode() & 0xFF;
  const std::string what = absl::StrCat(path, ": ", fault.what());
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return absl::DataLossError(what);
  return absl::UnavailableError(what);
}

// Whether a fault of VACUUM INTO, which reads one file and writes another, is that of
// the one that is written.
bool IsOfTheCopy(const SQLite::Exception& fault) {
  switch (fault.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
      return true;
    case SQLITE_IOERR:
      return fault.getExtendedErrorCode() != SQLITE_IOERR_READ &&
             fault.getExtendedErrorCode() != SQLITE_IOERR_SHORT_READ;
    default:
      return false;
  }
}

// Writes a file or folder out of the memory of the system.
bool Sync(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  if (fd >= 0) ::close(fd);
  return synced;
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace

absl::Status Backup(const std::string& from, const std::string& to) {
  if (!std::filesystem::exists(from)) return absl::NotFoundError(from + " does not exist");
  // A journal that lies there already would be taken for that of the copy.
  for (const char* suffix : {"", "-wal", "-journal"}) {
    if (!std::filesystem::exists(to + suffix)) continue;
    return absl::AlreadyExistsError(absl::StrCat(to, suffix, " exists"));
  }
  std::string part = to + ".XXXXXX";
  const int fd = ::mkostemp(part.data(), O_CLOEXEC);  // Mode 0600, and SQLite fills it.
  if (fd < 0) return absl::ErrnoToStatus(errno, part);
  ::close(fd);
  const auto remove = absl::MakeCleanup([&] { ::unlink(part.c_str()); });
  bool opened = false;
  try {
    SQLite::Database database = Connect(from);
    // Reads for the first time, so that what is wrong with opening shows here.
    SQLite::Statement(database, "SELECT count(*) FROM sqlite_schema").executeStep();
    opened = true;
    SQLite::Statement copy(database, "VACUUM INTO ?");
    copy.bind(1, part);
    copy.exec();
  } catch (const SQLite::Exception& fault) {
    return Fault(opened && IsOfTheCopy(fault) ? to : from, fault);
  }
  if (!Sync(part) || std::rename(part.c_str(), to.c_str()) != 0 || !Sync(FolderOf(to))) {
    return absl::ErrnoToStatus(errno, to);
  }
  return absl::OkStatus();
}

absl::Status CheckIntegrity(const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) return absl::NotFoundError(absl::StrCat(path, ": ", error.message()));
  // SQLite takes it for a database without tables.
  if (size == 0) return absl::DataLossError(path + ": the file is empty");
  std::vector<std::string> problems;
  try {
    SQLite::Database database = Connect(path);
    SQLite::Statement check(database, absl::StrCat("PRAGMA integrity_check(", kMaxProblems, ")"));
    while (check.executeStep()) {
      // A row has several lines, of which the first may be a heading.
      const std::string lines = check.getColumn(0).getString();
      for (absl::string_view line : absl::StrSplit(lines, '\n')) {
        const bool says_nothing = line == "ok" || absl::StartsWith(line, "***");
        if (!says_nothing && problems.size() < kMaxProblems) problems.emplace_back(line);
      }
    }
  } catch (const SQLite::Exception& fault) {
    if (problems.empty()) return Fault(path, fault);
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat(path, ": ", absl::StrJoin(problems, "; ")));
}

absl::Status Restore(const std::string& from, const std::string& to) {
  const absl::Status whole = CheckIntegrity(from);
  return whole.ok() ? Backup(from, to) : whole;
}

}  // namespace lotse::sql
