#include "services/survey/responses/removal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
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

// A file, and those that SQLite puts beside it.
void AddPaths(const std::string& file, std::vector<std::string>* paths) {
  for (const char* suffix : {"-journal", "-wal", "-shm", ""}) {
    paths->push_back(absl::StrCat(file, suffix));
  }
}

// The answers come last: as long as they are there, so is the wave.
std::vector<std::string> PathsOf(const WaveFolders& folders, absl::string_view wave) {
  const WavePair::Files pair = WavePair::FilesOf(folders.answers, wave);
  const PersonalWave::Files personal = PersonalWave::FilesOf(folders, wave);
  std::vector<std::string> paths;
  for (const auto& file : {pair.ledger, pair.answers, personal.ledger, personal.answers}) {
    AddPaths(file, &paths);
  }
  return paths;
}

// What a crash left of commits in both files of a pair, beside the first of them: they hold the
// names of files, and SQLite removes them when it opens these, which nobody does any more. Source:
// sqlite.org/atomiccommit.html, section 5, "super-journal".
absl::Status AddSuperJournals(const std::string& database, std::vector<std::string>* paths) {
  const std::filesystem::path file(database);
  const std::string prefix = absl::StrCat(file.filename().string(), "-mj");
  std::error_code error;
  for (std::filesystem::directory_iterator entry(file.parent_path(), error), end;
       !error && entry != end; entry.increment(error)) {
    if (absl::StartsWith(entry->path().filename().string(), prefix)) {
      paths->push_back(entry->path().string());
    }
  }
  return error ? Failed() : absl::OkStatus();
}

absl::Status OverwriteAndRemove(const std::vector<std::string>& paths) {
  for (const std::string& path : paths) {
    const Descriptor file(path, O_WRONLY | O_NOFOLLOW);
    if (!file.is_open() && errno == ENOENT) continue;
    if (!file.is_open() || !Overwrite(file.number()) || unlink(path.c_str()) != 0) return Failed();
  }
  return absl::OkStatus();
}

// That files are gone from a folder is on disk.
absl::Status Sync(const std::string& folder) {
  const Descriptor at(folder, O_RDONLY | O_DIRECTORY);
  return at.is_open() && fsync(at.number()) == 0 ? absl::OkStatus() : Failed();
}

}  // namespace

bool FilesAreThere(const WaveFolders& folders, absl::string_view wave) {
  for (const std::string& path : PathsOf(folders, wave)) {
    if (access(path.c_str(), F_OK) == 0) return true;
  }
  return false;
}

absl::Status OverwriteAndRemoveFiles(const WaveFolders& folders, absl::string_view wave) {
  std::vector<std::string> paths;
  const absl::Status found =
      AddSuperJournals(WavePair::FilesOf(folders.answers, wave).answers, &paths);
  if (!found.ok()) return found;
  // Before the answers, which come last.
  for (std::string& path : PathsOf(folders, wave)) paths.push_back(std::move(path));
  if (absl::Status s = OverwriteAndRemove(paths); !s.ok()) return s;
  if (absl::Status s = Sync(folders.keys); !s.ok()) return s;
  return Sync(folders.answers);
}

absl::Status OverwriteAndRemoveKey(const WaveFolders& folders, absl::string_view survey) {
  std::vector<std::string> paths;
  AddPaths(SurveyKey::FileOf(folders.keys, survey), &paths);
  if (absl::Status s = OverwriteAndRemove(paths); !s.ok()) return s;
  return Sync(folders.keys);
}

absl::Status OverwriteAndRemoveDatabase(const std::string& folder, absl::string_view name) {
  std::vector<std::string> paths;
  AddPaths(absl::StrCat(folder, "/", name), &paths);
  if (absl::Status s = OverwriteAndRemove(paths); !s.ok()) return s;
  return Sync(folder);
}

}  // namespace lotse::survey
