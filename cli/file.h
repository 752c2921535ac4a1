#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// The whole content of a file. FileError if it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Puts `content` in the place of the file at once: it is written beside it,
// flushed to the disk and renamed, so that nobody ever sees half of it and a
// crash leaves the old file or the new one. FileError if that fails.
absl::Status WriteFileAtomically(const std::string& path, absl::string_view content);

// Checks that WriteFileAtomically could write `path` now: there is a folder in
// which a file can be made, and `path` is not a folder itself. FileError if not;
// nothing is left behind. For use before something that cannot be taken back.
absl::Status CheckWritable(const std::string& path);

// Makes the folder and those above it, for the owner only. FileError.
absl::Status MakeFolder(const std::string& path);

}  // namespace lotse::cli
