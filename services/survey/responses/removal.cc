#include "services/survey/responses/removal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

absl::Status Failed() {
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                         "the files of this wave cannot be removed now", /*seconds=*/60);
}

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

// The answers come last: as long as they are there, so is the wave.
std::vector<std::string> PathsOf(absl::string_view folder, absl::string_view wave) {
  const WavePair::Files files = WavePair::FilesOf(folder, wave);
  return {absl::StrCat(files.ledger, "-journal"), absl::StrCat(files.answers, "-journal"),
          files.ledger, files.answers};
}

}  // namespace

bool FilesAreThere(absl::string_view folder, absl::string_view wave) {
  for (const std::string& path : PathsOf(folder, wave)) {
    if (access(path.c_str(), F_OK) == 0) return true;
  }
  return false;
}

absl::Status OverwriteAndRemoveFiles(absl::string_view folder, absl::string_view wave) {
  for (const std::string& path : PathsOf(folder, wave)) {
    const Descriptor file(path, O_WRONLY | O_NOFOLLOW);
    if (!file.is_open() && errno == ENOENT) continue;
    if (!file.is_open() || !Overwrite(file.number()) || unlink(path.c_str()) != 0) return Failed();
  }
  const Descriptor at(std::string(folder), O_RDONLY | O_DIRECTORY);
  if (!at.is_open() || fsync(at.number()) != 0) return Failed();
  return absl::OkStatus();
}

}  // namespace lotse::survey
