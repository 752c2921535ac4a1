#include "cli/backup/folder.h"

#include <fcntl.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/time_util.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/backup/stores.h"
#include "cli/failure.h"
#include "cli/file.h"
#include "cli/output.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

using google::protobuf::util::TimeUtil;

constexpr char kManifest[] = "manifest.json";
constexpr char kManifestSum[] = "manifest.json.sha256";
// Before the name of one that is being removed.
constexpr char kRemoved[] = ".removed-";

// SHA-256 of a file that nobody writes, however large it is.
absl::StatusOr<std::string> HashOf(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto close_it = absl::MakeCleanup([fd] {
    if (fd >= 0) close(fd);
  });
  struct stat info = {};
  if (fd < 0 || fstat(fd, &info) != 0) return FileError(path, errno);
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return types::Sha256Hex("");
  void* bytes = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (bytes == MAP_FAILED) return FileError(path, errno);
  const std::string hash = types::Sha256Hex({static_cast<const char*>(bytes), size});
  munmap(bytes, size);
  return hash;
}

// Names of the entries of a folder, sorted. FileError.
absl::StatusOr<std::vector<std::string>> EntriesOf(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string());
  }
  if (error) return FileError(folder, error.value());
  std::sort(names.begin(), names.end());
  return names;
}

// Whether the stores of a manifest are some that there can be, each once. Their names become parts
// of paths, so nothing else may stand there.
bool HasStores(const BackupManifest& manifest) {
  std::set<std::string> seen;
  return !manifest.stores().empty() && absl::c_all_of(manifest.stores(), [&](const auto& store) {
    const bool known =
        store.service() == kKeysStore || absl::c_linear_search(kStoresInOrder, store.service());
    return known && seen.insert(store.service()).second;
  });
}

absl::Status Remove(const std::string& path) {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  return error ? FileError(path, error.value()) : absl::OkStatus();
}

}  // namespace

absl::Status SealFiles(const std::string& folder, absl::Time time, StoreCopy* store) {
  const auto names = EntriesOf(folder);
  if (!names.ok()) return names.status();
  const timespec times[2] = {absl::ToTimespec(time), absl::ToTimespec(time)};
  for (const std::string& name : *names) {
    const std::string path = absl::StrCat(folder, "/", name);
    const auto hash = HashOf(path);
    if (!hash.ok()) return hash.status();
    if (chmod(path.c_str(), 0600) != 0 || utimensat(AT_FDCWD, path.c_str(), times, 0) != 0) {
      return FileError(path, errno);
    }
    BackupFile& file = *store->add_files();
    file.set_name(name);
    file.set_bytes(static_cast<int64_t>(std::filesystem::file_size(path)));
    file.set_sha256(*hash);
  }
  return absl::OkStatus();
}

absl::Status WriteManifest(const std::string& folder, const BackupManifest& manifest) {
  const std::string text = MessageJson(manifest, /*indented=*/true);
  const std::string sum = absl::StrCat(types::Sha256Hex(text), "  ", kManifest, "\n");
  const std::string sum_path = absl::StrCat(folder, "/", kManifestSum);
  if (absl::Status s = WriteFileAtomically(sum_path, sum, 0600); !s.ok()) return s;
  return WriteFileAtomically(absl::StrCat(folder, "/", kManifest), text, 0600);
}

absl::StatusOr<BackupManifest> ReadManifest(const std::string& folder) {
  const std::string path = absl::StrCat(folder, "/", kManifest);
  const auto text = ReadFile(path);
  if (!text.ok()) {
    return FileError(absl::StrCat(folder, " is no whole backup: it has no ", kManifest,
                                  "; a copy of `lotse store backup` has none either, and is "
                                  "restored with `lotse store restore`"),
                     absl::StatusCode::kNotFound);
  }
  const auto sum = ReadFile(absl::StrCat(folder, "/", kManifestSum));
  if (!sum.ok()) return sum.status();
  if (!absl::StartsWith(*sum, types::Sha256Hex(*text))) {
    return DamageError(absl::StrCat(path, " is not what was written: its SHA-256 is another than ",
                                    kManifestSum, " says"));
  }
  BackupManifest manifest;
  google::protobuf::util::JsonParseOptions newer;
  newer.ignore_unknown_fields = true;
  const bool read = google::protobuf::util::JsonStringToMessage(*text, &manifest, newer).ok();
  if (!read || manifest.format() < 1) {
    return DamageError(absl::StrCat(path, " was not written by lotse backup"));
  }
  if (manifest.format() > kManifestFormat) {
    return DataError(absl::StrCat(
        path, " has form ", manifest.format(), ", this lotse reads up to ", kManifestFormat,
        "; it was made by version ", manifest.version(), ": take that or a newer one"));
  }
  if (!HasStores(manifest)) {
    return DamageError(absl::StrCat(path, " names no stores, one twice, or something else than ",
                                    absl::StrJoin(kStoresInOrder, ", "), " or ", kKeysStore));
  }
  return manifest;
}

absl::StatusOr<std::vector<KeptBackup>> BackupsIn(const std::string& folder) {
  const auto names = EntriesOf(folder);
  if (!names.ok()) return names.status();
  std::vector<KeptBackup> backups;
  for (const std::string& name : *names) {
    const auto begin = TimeOfBackup(name);
    if (!begin) continue;
    KeptBackup backup{name, *begin, false, absl::InfiniteFuture()};
    if (const auto manifest = ReadManifest(absl::StrCat(folder, "/", name)); manifest.ok()) {
      backup.whole = true;
      backup.keep_until =
          absl::FromUnixSeconds(TimeUtil::TimestampToSeconds(manifest->keep_until()));
    }
    backups.push_back(backup);
  }
  return backups;
}

absl::StatusOr<std::string> FindBackup(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::absolute(path, error).lexically_normal();
  const std::string name = (folder.has_filename() ? folder : folder.parent_path()).filename();
  const bool is_backup = std::filesystem::exists(folder / kManifest, error);
  if (is_backup || TimeOfBackup(name) || name == kUnfinished) return path;
  const auto backups = BackupsIn(path);
  if (!backups.ok()) return backups.status();
  for (auto backup = backups->rbegin(); backup != backups->rend(); ++backup) {
    if (backup->whole) return absl::StrCat(path, "/", backup->name);
  }
  return FileError(absl::StrCat(path,
                                ": there is no whole backup; give one, or the folder that "
                                "lotse backup was given as --out"),
                   absl::StatusCode::kNotFound);
}

absl::Status RemoveBackup(const std::string& folder, const std::string& name) {
  std::error_code error;
  const std::string aside = absl::StrCat(folder, "/", kRemoved, name);
  std::filesystem::rename(absl::StrCat(folder, "/", name), aside, error);
  if (error) return FileError(absl::StrCat(folder, "/", name), error.value());
  return Remove(aside);
}

absl::Status RemoveLeftovers(const std::string& folder) {
  const auto names = EntriesOf(folder);
  if (!names.ok()) return names.status();
  for (const std::string& name : *names) {
    if (name != kUnfinished && !absl::StartsWith(name, kRemoved)) continue;
    if (absl::Status s = Remove(absl::StrCat(folder, "/", name)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status CheckFiles(const std::string& backup, const StoreCopy& store) {
  const std::string folder = absl::StrCat(backup, "/", store.service());
  const auto names = EntriesOf(folder);
  if (!names.ok()) return names.status();
  std::set<std::string> found(names->begin(), names->end());
  std::vector<Problem> problems;
  for (const BackupFile& file : store.files()) {
    const std::string where = absl::StrCat(store.service(), "/", file.name());
    if (found.erase(file.name()) == 0) {
      problems.push_back({where, "is missing"});
      continue;
    }
    const auto hash = HashOf(absl::StrCat(folder, "/", file.name()));
    if (!hash.ok()) return hash.status();
    if (*hash != file.sha256()) {
      problems.push_back({where,
                          "is not what was written: its SHA-256 is another than the "
                          "manifest says"});
    }
  }
  for (const std::string& name : found) {
    problems.push_back({absl::StrCat(store.service(), "/", name), "is not in the manifest"});
  }
  if (problems.empty()) return absl::OkStatus();
  return DamageError(absl::StrCat(backup,
                                  " is damaged, nothing of it is restored; take another "
                                  "backup"),
                     problems);
}

}  // namespace lotse::cli
