#include "cli/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "cli/failure.h"

namespace lotse::cli {
namespace {

// Closes a descriptor at the end of a scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

// Stops behind `most` bytes.
absl::StatusOr<std::string> ReadAll(const std::string& path, int fd,
                                    size_t most = std::string::npos) {
  std::string content;
  char buffer[1 << 16];
  while (true) {
    const ssize_t got = read(fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return FileError(path, errno);
    if (got == 0) return content;
    content.append(buffer, got);
    if (content.size() > most) return content;
  }
}

bool WriteAll(int fd, absl::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(written);
  }
  return true;
}

// Beside the file, so that it can be renamed to it.
std::string TemporaryFor(const std::string& path) {
  return absl::StrCat(path, ".", getpid(), ".tmp");
}

int OpenTemporary(const std::string& temporary, mode_t mode) {
  // One that a killed program with the same id left behind may have another mode.
  unlink(temporary.c_str());
  return open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
}

// Where `path` leads, also if nothing is there. FileError if it leads in a circle.
absl::StatusOr<std::string> FollowLinks(const std::string& path) {
  constexpr int kMostLinks = 40;  // As the kernel has it.
  std::filesystem::path target = path;
  std::error_code error;
  for (int i = 0; i < kMostLinks; ++i) {
    if (!std::filesystem::is_symlink(target, error)) return target.string();
    const std::filesystem::path link = std::filesystem::read_symlink(target, error);
    if (error) return FileError(path, error.value());
    target = target.parent_path() / link;  // An absolute one takes the place of all.
  }
  return FileError(path, ELOOP);
}

// What is to be done with a path that was given for a result.
struct Target {
  // It is written to; -1: a descriptor has to be opened for it.
  int fd = -1;
  // It is a file, or will be one: it is replaced at `path`.
  bool replaced = true;
  std::string path;
};

// True if the descriptor leads to what `info` is of.
bool LeadsTo(int fd, const struct stat& info) {
  struct stat own = {};
  return fstat(fd, &own) == 0 && own.st_dev == info.st_dev && own.st_ino == info.st_ino;
}

absl::StatusOr<Target> FindTarget(const std::string& path) {
  struct stat info = {};
  Target target;
  if (stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return FileError(path, EISDIR);
    // Replaced, it would no longer be what the shell opened.
    for (const int fd : {STDOUT_FILENO, STDERR_FILENO}) {
      if (!LeadsTo(fd, info)) continue;
      target.fd = fd;
      target.replaced = false;
      return target;
    }
    target.replaced = S_ISREG(info.st_mode);
  }
  absl::StatusOr<std::string> followed = target.replaced ? FollowLinks(path) : path;
  if (!followed.ok()) return followed.status();
  target.path = *std::move(followed);
  return target;
}

// Into what is no file.
absl::Status WriteThrough(const std::string& path, const Target& target,
                          absl::string_view content) {
  const Descriptor fd(target.fd >= 0 ? fcntl(target.fd, F_DUPFD_CLOEXEC, 0)
                                     : open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (fd.get() < 0 || !WriteAll(fd.get(), content)) return FileError(path, errno);
  return absl::OkStatus();
}

// The rename is durable only when the folder is.
void FlushFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  // A folder that cannot be read is no reason to call the file not written.
  static_cast<void>(FlushFolder(folder));
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return FileError(path, errno);
  return ReadAll(path, fd.get());
}

absl::StatusOr<std::string> ReadFileUpTo(const std::string& path, size_t most) {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (fd.get() < 0) return FileError(path, errno);
  absl::StatusOr<std::string> content = ReadAll(path, fd.get(), most);
  if (content.ok() && content->size() > most) {
    return DataError(absl::StrCat(path, ": too large; at most ", most, " bytes are read"));
  }
  return content;
}

absl::StatusOr<std::string> ReadPrivateFile(const std::string& path) {
  const Descriptor fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat found = {};
  if (fd.get() < 0 || fstat(fd.get(), &found) != 0) return FileError(path, errno);
  if (S_ISREG(found.st_mode) && (found.st_mode & 077) != 0) {
    return FileError(absl::StrCat(path, " is open to others; chmod 600 closes it"),
                     absl::StatusCode::kPermissionDenied);
  }
  return ReadAll(path, fd.get());
}

absl::Status WriteFileAtomically(const std::string& path, absl::string_view content, mode_t mode) {
  const absl::StatusOr<Target> target = FindTarget(path);
  if (!target.ok()) return target.status();
  if (!target->replaced) return WriteThrough(path, *target, content);
  const std::string temporary = TemporaryFor(target->path);
  int error = 0;
  {
    const Descriptor fd(OpenTemporary(temporary, mode));
    if (fd.get() < 0) return FileError(path, errno);
    if (!WriteAll(fd.get(), content) || fsync(fd.get()) != 0) error = errno;
  }
  if (error == 0 && std::rename(temporary.c_str(), target->path.c_str()) != 0) error = errno;
  if (error != 0) {
    unlink(temporary.c_str());
    return FileError(path, error);
  }
  FlushFolderOf(target->path);
  return absl::OkStatus();
}

absl::Status CheckWritable(const std::string& path) {
  const absl::StatusOr<Target> target = FindTarget(path);
  if (!target.ok()) return target.status();
  if (!target->replaced) {
    if (target->fd < 0 && access(path.c_str(), W_OK) != 0) return FileError(path, errno);
    return absl::OkStatus();
  }
  const std::string temporary = TemporaryFor(target->path);
  const Descriptor fd(OpenTemporary(temporary, 0600));
  if (fd.get() < 0) return FileError(path, errno);
  unlink(temporary.c_str());
  return absl::OkStatus();
}

std::string ResultPath(const std::string& given) { return given == "-" ? "/dev/stdout" : given; }

bool IsOwnStdout(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && LeadsTo(STDOUT_FILENO, info);
}

absl::Status FlushFolder(const std::string& folder) {
  const Descriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0 || fsync(fd.get()) != 0) return FileError(folder, errno);
  return absl::OkStatus();
}

absl::Status MakeFolder(const std::string& path) {
  for (size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    const std::string part = path.substr(0, slash);
    if (mkdir(part.c_str(), 0700) != 0 && errno != EEXIST) return FileError(part, errno);
    if (slash == std::string::npos) break;
  }
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return FileError(path, errno);
  if (!S_ISDIR(info.st_mode)) return FileError(path, ENOTDIR);
  return absl::OkStatus();
}

}  // namespace lotse::cli
