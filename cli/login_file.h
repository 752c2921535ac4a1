#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/token.h"

// What `lotse login` keeps: one file, for its owner only.
namespace lotse::cli {

// The folder of the file: `lotse` in XDG_CONFIG_HOME, else in ~/.config; empty if the
// environment names neither.
std::string LoginFolder(const std::map<std::string, std::string>& environment);

// What is kept in the folder: a token, a file or a command; kNone if nothing is. FileError,
// which it also is if others may read the file; DataError.
absl::StatusOr<TokenSource> ReadLogin(const std::string& folder);

// Keeps it in the place of what was kept before. FileError.
absl::Status WriteLogin(const std::string& folder, const TokenSource& source);

// Keeps nothing any more; false if nothing was kept. FileError.
absl::StatusOr<bool> ForgetLogin(const std::string& folder);

}  // namespace lotse::cli
