#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// The whole content of a file. FileError if it cannot be read.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// The same of a file that cannot be used if it has more than `most` bytes: then it is a
// DataError, and the rest is not read.
absl::StatusOr<std::string> ReadFileUpTo(const std::string& path, size_t most);

// The same of a file with a secret: it is a FileError if others than its owner may do
// anything with it. What is no file, such as a pipe, is read.
absl::StatusOr<std::string> ReadPrivateFile(const std::string& path);

// Puts `content` in the place of the file at once: it is written beside it,
// flushed to the disk and renamed, so that nobody ever sees half of it and a
// crash leaves the old file or the new one. A symbolic link stays, what it leads to is
// replaced. What is no file (a pipe, a terminal, /dev/null) and the program's own
// stdout and stderr are written to and stay what they are. A new file gets `mode`, of
// which the umask takes away. FileError if that fails.
absl::Status WriteFileAtomically(const std::string& path, absl::string_view content,
                                 mode_t mode = 0666);

// Checks that WriteFileAtomically could write `path` now: there is a folder in
// which a file can be made, and `path` is not a folder itself; what is no file may be
// written to. FileError if not;
// nothing is left behind. For use before something that cannot be taken back.
absl::Status CheckWritable(const std::string& path);

// The path of a result that was asked for: `-` is the program's own stdout.
std::string ResultPath(const std::string& given);

// True if `path` is the program's own stdout, however it is named. What else there is to say goes
// to stderr then, so that stdout has the result alone.
bool IsOwnStdout(const std::string& path);

// Writes out of the memory of the system what was made or renamed in a folder.
// FileError.
absl::Status FlushFolder(const std::string& folder);

// Makes the folder and those above it, for the owner only. FileError.
absl::Status MakeFolder(const std::string& path);

}  // namespace lotse::cli
