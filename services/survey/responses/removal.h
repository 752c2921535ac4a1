#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/survey/responses/personal_wave.h"

// Destroying the files of a wave whose answers are purged, or whose release was revoked, and those
// of the key of a survey, as file_removal.h does it.
namespace lotse::survey {

// Whether any of the files of the wave is there, of whatever mode.
bool FilesAreThere(const WaveFolders& folders, absl::string_view wave);

absl::Status OverwriteAndRemoveFiles(const WaveFolders& folders, absl::string_view wave);

absl::Status OverwriteAndRemoveKey(const WaveFolders& folders, absl::string_view survey);

}  // namespace lotse::survey
