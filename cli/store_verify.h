#pragma once

#include <ostream>
#include <string>

#include "absl/status/status.h"

namespace lotse::cli {

// Looks through all databases in a data folder: every page, the chains of the
// change logs, and whether each resource is what its log says last. Prints counts on
// `out`. DataError with all faults; FileError.
absl::Status VerifyFolder(const std::string& folder, std::ostream& out);

}  // namespace lotse::cli
