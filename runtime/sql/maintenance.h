#pragma once

#include <string>

#include "absl/status/status.h"

// What is done to a database from outside. Errors name the file.
namespace lotse::sql {

// Makes a consistent copy of a database that another process may be using; it
// holds what was acknowledged before the call. `to` must not exist, and exists
// only once it is complete and on disk. An error of writing names `to`, one of reading
// `from`. ALREADY_EXISTS, NOT_FOUND, DATA_LOSS,
// UNAVAILABLE (no room, or the database was kept busy).
absl::Status Backup(const std::string& from, const std::string& to);

// Reads every page. NOT_FOUND; DATA_LOSS with the first 10 problems.
absl::Status CheckIntegrity(const std::string& path);

// Puts a backup in its place after CheckIntegrity, as Backup does. The caller
// holds the lock of the folder.
absl::Status Restore(const std::string& from, const std::string& to);

}  // namespace lotse::sql
