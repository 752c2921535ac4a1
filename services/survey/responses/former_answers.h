#pragma once

#include <string>

#include "absl/status/status.h"

namespace lotse::survey {

// Moves the answers of a version that kept those of all waves in one file, answers.db in
// `folder`, into the pair of files of each wave, and then removes that file. May be
// broken off at any point and begun again. Nothing to do if there is no such file.
// Errors as sql::Database::Open, and name the file.
absl::Status TakeOverFormerAnswers(const std::string& folder);

}  // namespace lotse::survey
