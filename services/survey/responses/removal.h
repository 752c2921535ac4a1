#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Destroying the files of a wave whose answers are purged, or whose release was revoked.
namespace lotse::survey {

// Whether any of the files of the wave is in the folder.
bool FilesAreThere(absl::string_view folder, absl::string_view wave);

// Overwrites the files of the wave with zeros, then removes them, and returns when both are
// on disk. They may be damaged, and need not be there. Nobody has them open. After a crash
// on the way some are there still, and doing it again is right. STORE_UNAVAILABLE.
absl::Status OverwriteAndRemoveFiles(absl::string_view folder, absl::string_view wave);

}  // namespace lotse::survey
