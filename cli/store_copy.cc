// lotse store backup, restore and rewrite.
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/store_file.h"
#include "cli/store_verify.h"
#include "runtime/sql/folder_lock.h"
#include "runtime/sql/maintenance.h"

namespace lotse::cli {
namespace {

constexpr sql::EmbeddedFile kVacuum = {"rewrite", "-- name: Vacuum\nVACUUM\n"};

// A folder that does not exist or has nothing in it. FileError if not.
absl::Status CheckNew(const std::string& folder) {
  std::error_code error;
  const auto status = std::filesystem::status(folder, error);
  if (!std::filesystem::exists(status)) return absl::OkStatus();
  if (std::filesystem::is_directory(status) && std::filesystem::is_empty(folder, error) && !error) {
    return absl::OkStatus();
  }
  return FileError(absl::StrCat(folder, ": exists and is not empty; give a new folder"));
}

// Keeps a daemon from using the folder.
absl::StatusOr<sql::FolderLock> Lock(const std::string& folder) {
  auto lock = sql::FolderLock::Take(folder);
  if (absl::IsAborted(lock.status())) {
    return FileError(absl::StrCat(folder, ": a daemon is using it; stop that first"));
  }
  if (!lock.ok()) return FileError(lock.status().message());
  return lock;
}

}  // namespace

absl::Status RunStoreBackup(const Invocation& invocation) {
  const std::string from = invocation.args.Get("data");
  const std::string to = invocation.args.Get("out");
  if (from.empty() || to.empty()) return UsageError("give --data=DIR and --out=DIR");
  const auto files = DatabasesIn(from);
  if (!files.ok()) return files.status();
  if (absl::Status s = CheckNew(to); !s.ok()) return s;
  if (absl::Status s = MakeFolder(to); !s.ok()) return s;
  std::error_code error;
  std::filesystem::permissions(to, std::filesystem::perms::owner_all, error);
  if (error) return FileError(to, error.value());
  // The answers come first: then the waves they belong to are in the copy as well.
  for (const std::string& file : *files) {
    const absl::Status copied =
        sql::Backup(absl::StrCat(from, "/", file), absl::StrCat(to, "/", file));
    if (!copied.ok()) return FromStore(copied);
  }
  return VerifyFolder(to, invocation.environment.out);
}

absl::Status RunStoreRestore(const Invocation& invocation) {
  const std::string from = invocation.args.Get("from");
  const std::string to = invocation.args.Get("data");
  if (from.empty() || to.empty()) return UsageError("give --from=DIR and --data=DIR");
  const auto files = DatabasesIn(from);
  if (!files.ok()) return files.status();
  if (absl::Status s = CheckNew(to); !s.ok()) return s;
  if (absl::Status s = VerifyFolder(from, invocation.environment.out); !s.ok()) return s;
  const auto lock = Lock(to);
  if (!lock.ok()) return lock.status();
  for (size_t i = 0; i < files->size(); ++i) {
    const absl::Status restored =
        sql::Restore(absl::StrCat(from, "/", (*files)[i]), absl::StrCat(to, "/", (*files)[i]));
    if (restored.ok()) continue;
    // Half a store must not be started.
    std::error_code error;
    for (size_t k = 0; k < i; ++k) {
      std::filesystem::remove(absl::StrCat(to, "/", (*files)[k]), error);
    }
    return FromStore(restored);
  }
  return absl::OkStatus();
}

absl::Status RunStoreRewrite(const Invocation& invocation) {
  const std::string folder = invocation.args.Get("data");
  if (folder.empty()) return UsageError("which data? Give --data=DIR");
  const auto files = DatabasesIn(folder);
  if (!files.ok()) return files.status();
  const auto lock = Lock(folder);
  if (!lock.ok()) return lock.status();
  const sql::Statements statements({kVacuum});
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
    invocation.environment.out << file << ": " << before << " bytes before, "
                               << std::filesystem::file_size(path) << " after\n";
  }
  return absl::OkStatus();
}

}  // namespace lotse::cli
