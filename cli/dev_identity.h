#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// Certificates and tokens for development. They are for loopback only.
namespace lotse::cli {

// Writes certificates, keys and the issuer of tokens into a folder, which is made.
// FileError, also if one of the files exists; then nothing is written.
absl::Status MakeDevIdentity(const std::string& folder);

// The folder `certificates` in `data`, as an absolute path. What lies in it is used; if
// it is not there, it is made as above. FileError.
absl::StatusOr<std::string> FindDevIdentity(const std::string& data);

// With what a daemon (`survey`) serves TLS, asks who calls, and shows the others who it
// is. Members of the group `admins` are platform admins.
std::vector<std::string> DevIdentityFlags(const std::string& folder, absl::string_view service);

// A token of somebody, with these groups, of the issuer in a folder; it is good for `lifetime`.
// FileError, DataError.
absl::StatusOr<std::string> MakeDevToken(const std::string& folder, const std::string& subject,
                                         const std::vector<std::string>& groups,
                                         absl::Duration lifetime);

// A command for the shell that prints a token of such a member; `program` is `lotse`.
std::string AdminTokenCommand(const std::string& folder, absl::string_view program);

// `text` as one word of the shell.
std::string ShellWord(absl::string_view text);

}  // namespace lotse::cli
