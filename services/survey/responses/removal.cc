#include "services/survey/responses/removal.h"

#include <unistd.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/responses/file_removal.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

// The answers come last: as long as they are there, so is the wave.
std::vector<std::string> PathsOf(const WaveFolders& folders, absl::string_view wave) {
  const WavePair::Files pair = WavePair::FilesOf(folders.answers, wave);
  const PersonalWave::Files personal = PersonalWave::FilesOf(folders, wave);
  std::vector<std::string> paths;
  for (const auto& file : {pair.ledger, pair.answers, personal.ledger, personal.answers}) {
    AddDatabasePaths(file, &paths);
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
  return error ? RemovalFailed() : absl::OkStatus();
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
  if (absl::Status s = SyncFolder(folders.keys); !s.ok()) return s;
  return SyncFolder(folders.answers);
}

absl::Status OverwriteAndRemoveKey(const WaveFolders& folders, absl::string_view survey) {
  std::vector<std::string> paths;
  AddDatabasePaths(SurveyKey::FileOf(folders.keys, survey), &paths);
  if (absl::Status s = OverwriteAndRemove(paths); !s.ok()) return s;
  return SyncFolder(folders.keys);
}

}  // namespace lotse::survey
