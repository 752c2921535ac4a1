#include "cli/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/file.h"

namespace lotse::cli {

absl::StatusOr<NewFile> NewFile::Make(const std::string& path) {
  NewFile file;
  file.path_ = path;
  struct stat info = {};
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    file.fd_ = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file.fd_ < 0) return FileError(path, errno);
    return file;
  }
  // Not a symbolic link either: what it leads to is somebody else's.
  file.fd_ = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file.fd_ < 0 && errno == EEXIST) {
    return FileError(absl::StrCat(path, ": is there already and is not overwritten"),
                     absl::StatusCode::kAlreadyExists);
  }
  if (file.fd_ < 0) return FileError(path, errno);
  file.is_made_ = true;
  // A folder that cannot be read is no reason to call the file not made.
  const std::string folder = std::filesystem::path(path).parent_path();
  static_cast<void>(FlushFolder(folder.empty() ? "." : folder));
  return file;
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      is_made_(std::exchange(other.is_made_, false)),
      fd_(std::exchange(other.fd_, -1)) {}

NewFile::~NewFile() {
  if (fd_ >= 0) close(fd_);
}

absl::Status NewFile::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(fd_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError(path_, errno);
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  if (is_made_ && fsync(fd_) != 0) return FileError(path_, errno);
  return absl::OkStatus();
}

void NewFile::Discard() {
  if (std::exchange(is_made_, false)) unlink(path_.c_str());
}

}  // namespace lotse::cli
