#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace lotse::cli {

// Runs a command with the shell and returns what it prints on stdout, at most 64 KiB. It
// has no stdin; its stderr is that of this program. UnreachableError: it fails, or takes
// longer than `limit`, and then is killed with all that it started. The error says nothing
// of what it printed.
absl::StatusOr<std::string> RunHelper(const std::string& command, absl::Duration limit);

}  // namespace lotse::cli
