#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Destroying files with what people said. What is there is overwritten with zeros and then removed;
// when it returns both are on disk. Files may be damaged, and need not be there. Nobody has them
// open. After a crash on the way some are there still, and doing it again is right.
// STORE_UNAVAILABLE.
namespace lotse::survey {

// What a caller is told where it did not succeed.
absl::Status RemovalFailed();

// Adds the file of a database, and those that SQLite puts beside it, which come first.
void AddDatabasePaths(const std::string& file, std::vector<std::string>* paths);

// In this order.
absl::Status OverwriteAndRemove(const std::vector<std::string>& paths);

// That files are gone from a folder is on disk.
absl::Status SyncFolder(const std::string& folder);

// All of it of a database in `folder`.
absl::Status OverwriteAndRemoveDatabase(const std::string& folder, absl::string_view name);

}  // namespace lotse::survey
