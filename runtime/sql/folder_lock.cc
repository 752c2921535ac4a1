#include "runtime/sql/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"

namespace lotse::sql {

absl::StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  namespace fs = std::filesystem;
  constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (made && !error) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error && (fs::status(folder, error).permissions() & kOthers) != fs::perms::none) {
    // Not mended here: a folder that was there may be somebody else's.
    return absl::PermissionDeniedError(
        absl::StrCat("data_dir: ", folder,
                     " is open to others; answers of people will lie there, so give a folder of "
                     "its own with mode 0700"));
  }
  const std::string path = folder + "/lock";
  const int fd = error ? -1 : ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("data_dir: cannot read and write ", folder, ": ",
                     error ? error.message() : std::generic_category().message(errno)));
  }
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return absl::AbortedError(absl::StrCat("data_dir: ", folder, " is in use by another process"));
  }
  return FolderLock(fd);
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace lotse::sql
