#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "cli/store_verify.h"

// Whole stores are copied, each of one daemon.
namespace lotse::cli {

// Copies all databases of `data`, which a daemon may be using, into `to`, which is made with mode
// 0700 or is empty, and looks through the copies. The files appear once all are there. FileError,
// DataError; faults of the copies are in what was found.
absl::StatusOr<Verification> BackupStore(const std::string& data, const std::string& to);

// Looks through the databases of `from` and, unless there are faults, makes the data folder `to`
// of them, which must not exist or be empty. FileError, also if a daemon uses it; DataError.
absl::StatusOr<Verification> RestoreStore(const std::string& from, const std::string& to);

// A folder that does not exist or has nothing in it but what a copy that broke off
// leaves. FileError if not.
absl::Status CheckNew(const std::string& folder);

// The folder above `folder` is there, so that a disk that is not mounted is noticed, and `folder`
// does not lie in `data`. FileError.
absl::Status CheckPlace(const std::string& data, const std::string& folder);

// Whether the disk with `folder`, which need not exist yet, has room for so many bytes of copies
// and some more. FileError if not, naming both.
absl::Status CheckRoom(const std::string& folder, int64_t bytes);

// Bytes that a copy of a data folder takes at most: databases and their logs. FileError.
absl::StatusOr<int64_t> SizeOfStore(const std::string& data);

}  // namespace lotse::cli
