// lotse store backup, restore and rewrite.
#include "cli/store_copy.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/json.h"
#include "cli/store_file.h"
#include "cli/store_verify.h"
#include "cli/wave_files.h"
#include "runtime/sql/folder_lock.h"
#include "runtime/sql/maintenance.h"

namespace lotse::cli {
namespace {

constexpr sql::EmbeddedFile kVacuum = {"rewrite", "-- name: Vacuum\nVACUUM\n"};

// Where copies are made inside the folder that they are for. What a killed copy left
// there is ours, and nothing else lies there.
constexpr char kStaging[] = ".partial";

// Room that a copy leaves, for what else is written there meanwhile.
constexpr int64_t kSpareBytes = int64_t{16} << 20;

// Whether `folder` is `data` or lies in it, however both are written.
bool IsWithin(const std::string& folder, const std::string& data) {
  std::error_code error;
  const auto inner = std::filesystem::weakly_canonical(folder, error);
  const auto outer = std::filesystem::canonical(data, error);
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

// Keeps a daemon from using the folder.
absl::StatusOr<sql::FolderLock> Lock(const std::string& folder) {
  auto lock = sql::FolderLock::Take(folder);
  if (absl::IsAborted(lock.status())) {
    return FileError(absl::StrCat(folder, ": a daemon is using it; stop that first"));
  }
  if (!lock.ok()) return FileError(lock.status().message(), lock.status().code());
  return lock;
}

// Copies databases from one folder into another, where they appear once all are there:
// half a store must be taken neither for a backup nor for data. FileError, DataError.
absl::Status CopyInto(const std::string& to, const std::string& from,
                      std::vector<std::string> files,
                      absl::Status (*copy)(const std::string& from, const std::string& to)) {
  const std::string staging = absl::StrCat(to, "/", kStaging);
  const auto lock = sql::FolderLock::Take(staging);
  if (absl::IsAborted(lock.status())) {
    return FileError(absl::StrCat(to, ": another copy is being made there"));
  }
  if (!lock.ok()) return FileError(lock.status().message(), lock.status().code());
  std::error_code error;
  const auto clean = absl::MakeCleanup([&] { std::filesystem::remove_all(staging, error); });
  // Of a copy that was killed.
  for (const auto& entry : std::filesystem::directory_iterator(staging, error)) {
    if (entry.path().filename() != "lock") std::filesystem::remove(entry.path(), error);
  }
  const auto copy_one = [&](const std::string& file) {
    return copy(absl::StrCat(from, "/", file), absl::StrCat(staging, "/", file));
  };
  // The resources come first, and the files of waves are looked for only then: a wave may be
  // released or closed meanwhile. A closed pair of a wave that is open in the copy is
  // understood; an open one of a closed wave would never be closed.
  for (const std::string& file : files) {
    if (IsWaveFile(file) || IsPersonalFile(file)) continue;
    if (absl::Status s = copy_one(file); !s.ok()) return FromStore(s);
  }
  const auto now = DatabasesIn(from);
  if (!now.ok()) return now.status();
  for (const std::string& file : InOrderOfCopy(*now)) {
    if (!IsWaveFile(file) && !IsPersonalFile(file)) continue;
    if (absl::Status s = copy_one(file); !s.ok()) return FromStore(s);
  }
  files = *now;
  for (const std::string& file : files) {
    std::filesystem::rename(absl::StrCat(staging, "/", file), absl::StrCat(to, "/", file), error);
    if (error) return FileError(absl::StrCat(to, "/", file), error.value());
  }
  return FlushFolder(to);
}

// Copies a database that a daemon may be using; both files of a wave with its answers.
absl::Status BackupFile(const std::string& from, const std::string& to) {
  const std::string file = std::filesystem::path(from).filename().string();
  if (IsWaveAnswers(file)) return BackupWave(from, to);
  return IsWaveFile(file) ? absl::OkStatus() : sql::Backup(from, to);
}

}  // namespace

absl::Status CheckNew(const std::string& folder) {
  std::error_code error;
  const auto status = std::filesystem::status(folder, error);
  if (!std::filesystem::exists(status)) return absl::OkStatus();
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name == kStaging || name == "lock") continue;
    return FileError(absl::StrCat(folder, ": exists and is not empty; give a new folder"),
                     absl::StatusCode::kAlreadyExists);
  }
  return error ? FileError(folder, error.value()) : absl::OkStatus();
}

absl::Status CheckPlace(const std::string& data, const std::string& folder) {
  std::error_code error;
  auto path = std::filesystem::absolute(folder, error).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // A slash at the end.
  const std::string above = path.parent_path().string();
  if (!std::filesystem::is_directory(above, error)) {
    return FileError(absl::StrCat(above,
                                  ": no such folder; make it first, or mount the disk that is "
                                  "to have the backup"),
                     absl::StatusCode::kNotFound);
  }
  if (IsWithin(path.string(), data)) {
    return FileError(absl::StrCat(folder, ": lies in the data folder; give one outside"));
  }
  return absl::OkStatus();
}

absl::Status CheckRoom(const std::string& folder, int64_t bytes) {
  std::error_code error;
  auto there = std::filesystem::absolute(folder, error).lexically_normal();
  while (!std::filesystem::exists(there, error) && there.has_relative_path()) {
    there = there.parent_path();
  }
  struct statvfs disk = {};
  if (statvfs(there.c_str(), &disk) != 0) return FileError(there.string(), errno);
  const int64_t free = static_cast<int64_t>(disk.f_bavail) * static_cast<int64_t>(disk.f_frsize);
  const int64_t needed = bytes + bytes / 10 + kSpareBytes;
  if (free >= needed) return absl::OkStatus();
  return FileError(absl::StrCat(folder, ": ", free >> 20, " MiB are free there and ",
                                (needed >> 20) + 1, " MiB are needed; nothing was begun"),
                   absl::StatusCode::kResourceExhausted);
}

absl::StatusOr<int64_t> SizeOfStore(const std::string& data) {
  const auto files = DatabasesIn(data);
  if (!files.ok()) return files.status();
  int64_t bytes = 0;
  for (const std::string& file : *files) {
    for (const char* suffix : {"", "-wal"}) {
      std::error_code error;  // The daemon may just have taken it away.
      const auto size = std::filesystem::file_size(absl::StrCat(data, "/", file, suffix), error);
      if (!error) bytes += static_cast<int64_t>(size);
    }
  }
  return bytes;
}

absl::StatusOr<Verification> BackupStore(const std::string& data, const std::string& to) {
  const auto files = DatabasesIn(data);
  if (!files.ok()) return files.status();
  if (absl::Status s = CheckNew(to); !s.ok()) return s;
  if (absl::Status s = MakeFolder(to); !s.ok()) return s;
  std::error_code error;
  std::filesystem::permissions(to, std::filesystem::perms::owner_all, error);
  if (error) return FileError(to, error.value());
  if (absl::Status s = CopyInto(to, data, *files, BackupFile); !s.ok()) return s;
  return VerifyFolder(to);
}

absl::StatusOr<Verification> RestoreStore(const std::string& from, const std::string& to) {
  if (absl::Status s = CheckNew(to); !s.ok()) return s;
  auto found = VerifyFolder(from);
  if (!found.ok() || !found->faults.empty()) return found;
  const auto lock = Lock(to);
  if (!lock.ok()) return lock.status();
  if (absl::Status s = CopyInto(to, from, found->files, sql::Restore); !s.ok()) return s;
  return found;
}

absl::Status RunStoreBackup(const Invocation& invocation) {
  const std::string from = invocation.args.Get("data");
  const std::string to = invocation.args.Get("out");
  if (from.empty() || to.empty()) return UsageError("give --data=DIR and --out=DIR");
  if (const auto files = DatabasesIn(from); !files.ok()) return files.status();
  if (absl::Status s = CheckPlace(from, to); !s.ok()) return s;
  const auto found = BackupStore(from, to);
  if (!found.ok()) return found.status();
  PrintVerification(*found, invocation.settings.json, invocation.environment.out);
  return FaultsOf(*found);
}

absl::Status RunStoreRestore(const Invocation& invocation) {
  const std::string from = invocation.args.Get("from");
  const std::string to = invocation.args.Get("data");
  if (from.empty() || to.empty()) return UsageError("give --from=DIR and --data=DIR");
  const auto found = RestoreStore(from, to);
  if (!found.ok()) return found.status();
  const bool json = invocation.settings.json;
  std::ostream& out = invocation.environment.out;
  const absl::Status faults = FaultsOf(*found);
  if (faults.ok() || json) PrintVerification(*found, json, out);
  if (faults.ok() && !json) out << to << ": restored\n";
  return faults;
}

absl::Status RunStoreRewrite(const Invocation& invocation) {
  const std::string folder = invocation.args.Get("data");
  if (folder.empty()) return UsageError("which data? Give --data=DIR");
  const auto files = DatabasesIn(folder);
  if (!files.ok()) return files.status();
  const auto lock = Lock(folder);
  if (!lock.ok()) return lock.status();
  const sql::Statements statements({kVacuum});
  const bool json = invocation.settings.json;
  std::ostream& out = invocation.environment.out;
  std::vector<std::string> rewritten;
  for (const std::string& file : *files) {
    const std::string path = absl::StrCat(folder, "/", file);
    const auto before = std::filesystem::file_size(path);
    const absl::Status done = GuardFile(path, [&] {
      // Closing the only connection moves the write-ahead log into the file.
      sql::Connection connection(path, SQLite::OPEN_READWRITE, &statements, "");
      connection.Prepare("Vacuum").Run();
      return absl::OkStatus();
    });
    if (!done.ok()) return done;
    const auto after = std::filesystem::file_size(path);
    rewritten.push_back(JsonObject()
                            .Add("file", file)
                            .Add("bytesBefore", static_cast<int64_t>(before))
                            .Add("bytesAfter", static_cast<int64_t>(after))
                            .str());
    if (!json) out << file << ": " << before << " bytes before, " << after << " after\n";
  }
  if (!json) return absl::OkStatus();
  out << JsonObject()
             .Add("folder", folder)
             .AddRaw("files", absl::StrCat("[", absl::StrJoin(rewritten, ","), "]"))
             .str()
      << "\n";
  return absl::OkStatus();
}

}  // namespace lotse::cli
