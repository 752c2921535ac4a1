#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/survey/responses/personal_wave.h"

// Destroying the files of a wave whose answers are purged, or whose release was revoked, those of
// the key of a survey, and those of a former version. What is there is overwritten with zeros and
// then removed; when it returns both are on disk. Files may be damaged, and need not be there.
// Nobody has them open. After a crash on the way some are there still, and doing it again is right.
// STORE_UNAVAILABLE.
namespace lotse::survey {

// Whether any of the files of the wave is there, of whatever mode.
bool FilesAreThere(const WaveFolders& folders, absl::string_view wave);

absl::Status OverwriteAndRemoveFiles(const WaveFolders& folders, absl::string_view wave);

absl::Status OverwriteAndRemoveKey(const WaveFolders& folders, absl::string_view survey);

// The same of a database in `folder`, with what SQLite puts beside it.
absl::Status OverwriteAndRemoveDatabase(const std::string& folder, absl::string_view name);

}  // namespace lotse::survey
