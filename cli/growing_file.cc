#include "cli/growing_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/file.h"

namespace lotse::cli {
namespace {

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder;
}

}  // namespace

absl::StatusOr<GrowingFile> GrowingFile::Begin(const std::string& path, mode_t mode) {
  struct stat info = {};
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    return FileError(absl::StrCat(path,
                                  " is no file; what is written to it could not be taken "
                                  "back if it breaks off"));
  }
  std::error_code error;
  GrowingFile file;
  // A symbolic link stays.
  file.path_ = std::filesystem::weakly_canonical(path, error);
  if (error) return FileError(path, error.value());
  file.temporary_ = absl::StrCat(file.path_, ".", getpid(), ".tmp");
  file.fd_ = open(FolderOf(file.path_).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (file.fd_ >= 0) return file;
  if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) return FileError(path, errno);
  // The file system knows only files with a name.
  unlink(file.temporary_.c_str());
  file.fd_ =
      open(file.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (file.fd_ < 0) return FileError(path, errno);
  file.has_name_ = true;
  return file;
}

GrowingFile::GrowingFile(GrowingFile&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_(std::move(other.temporary_)),
      has_name_(std::exchange(other.has_name_, false)),
      fd_(std::exchange(other.fd_, -1)) {}

GrowingFile::~GrowingFile() {
  if (fd_ >= 0) close(fd_);
  if (has_name_) unlink(temporary_.c_str());
}

absl::Status GrowingFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(path_, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status GrowingFile::Keep() {
  if (fsync(fd_) != 0) return FileError(path_, errno);
  if (!has_name_) {
    unlink(temporary_.c_str());
    const std::string unnamed = absl::StrCat("/proc/self/fd/", fd_);
    if (linkat(AT_FDCWD, unnamed.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      return FileError(path_, errno);
    }
    has_name_ = true;
  }
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) return FileError(path_, errno);
  has_name_ = false;
  // A folder that cannot be read is no reason to call the file not written.
  static_cast<void>(FlushFolder(FolderOf(path_)));
  return absl::OkStatus();
}

}  // namespace lotse::cli
