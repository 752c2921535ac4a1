#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "cli/backup/keeping.h"
#include "cli/backup/manifest.pb.h"

// A folder of backups, each a folder with a manifest and a folder for each store:
//
//   2026-11-27T013004Z/manifest.json
//   2026-11-27T013004Z/manifest.json.sha256     for sha256sum --check
//   2026-11-27T013004Z/survey/survey.db         and so on
//   .partial/                                   of one that is being made, or was cut off
//   lock
namespace lotse::cli {

// Where a backup is made; it gets its name when it is whole.
inline constexpr char kUnfinished[] = ".partial";

// The form that this program writes, and the newest that it reads.
inline constexpr int kManifestFormat = 1;

// Sets mode and time of all files in the folder of a store, and adds them to `store`, in the order
// of their names: neither order nor time tells which file of a wave was written last. FileError.
absl::Status SealFiles(const std::string& folder, absl::Time time, StoreCopy* store);

// Writes the manifest of the backup in `folder`, as its last file. FileError.
absl::Status WriteManifest(const std::string& folder, const BackupManifest& manifest);

// What a backup says of itself; it has one store at least. FileError if there is no manifest;
// DamageError if it is not what was written or names something else than stores; DataError if it is
// of a newer version.
absl::StatusOr<BackupManifest> ReadManifest(const std::string& folder);

// The backups in a folder, oldest first. FileError.
absl::StatusOr<std::vector<KeptBackup>> BackupsIn(const std::string& folder);

// `path` if it is a backup, else the newest whole backup in it. FileError if there is none.
absl::StatusOr<std::string> FindBackup(const std::string& path);

// Removes a backup, so that what a crash leaves is never taken for one; and what a crash
// left. FileError.
absl::Status RemoveBackup(const std::string& folder, const std::string& name);
absl::Status RemoveLeftovers(const std::string& folder);

// Whether the files of a store are those that were written, no more and no fewer. DataError that
// names each that is not; FileError.
absl::Status CheckFiles(const std::string& backup, const StoreCopy& store);

}  // namespace lotse::cli
