#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// What is wrong with the parent of a WatchCollection; empty if nothing is.
std::string CheckCollectionParent(absl::string_view parent);

// Whether the parent is a survey or a wave, which has to be there.
bool IsSurveyOrWave(absl::string_view parent);

// Whether a wave, or an engagement with all of its waves, belongs to the parent, which is
// right.
bool IsInCollection(absl::string_view parent, absl::string_view name);

}  // namespace lotse::survey
