#include "services/survey/responses/file_removal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

// An open file, or folder.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags) : number_(open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  const int number_;
};

bool Overwrite(int file) {
  struct stat about;
  if (fstat(file, &about) != 0) return false;
  const std::vector<char> zeros(1 << 16, '\0');
  for (off_t at = 0; at < about.st_size;) {
    const size_t count = std::min<size_t>(zeros.size(), about.st_size - at);
    const ssize_t written = pwrite(file, zeros.data(), count, at);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += written;
  }
  return fsync(file) == 0;
}

}  // namespace

absl::Status RemovalFailed() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "files that are to go cannot be removed now", /*seconds=*/60);
}

void AddDatabasePaths(const std::string& file, std::vector<std::string>* paths) {
  for (const char* suffix : {"-journal", "-wal", "-shm", ""}) {
    paths->push_back(absl::StrCat(file, suffix));
  }
}

absl::Status OverwriteAndRemove(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const Descriptor file(path, O_WRONLY | O_NOFOLLOW);
    if (!file.is_open() && errno == ENOENT) continue;
    if (!file.is_open() || !Overwrite(file.number()) || unlink(path.c_str()) != 0)
      return RemovalFailed();
  }
  return absl::OkStatus();
}

absl::Status SyncFolder(const std::string& folder) {
  const Descriptor at(folder, O_RDONLY | O_DIRECTORY);
  return at.is_open() && fsync(at.number()) == 0 ? absl::OkStatus() : RemovalFailed();
}

absl::Status OverwriteAndRemoveDatabase(const std::string& folder, absl::string_view name) {
  std::vector<std::string> paths;
  AddDatabasePaths(absl::StrCat(folder, "/", name), &paths);
  if (absl::Status s = OverwriteAndRemove(paths); !s.ok()) return s;
  return SyncFolder(folder);
}

}  // namespace lotse::survey
