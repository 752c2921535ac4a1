#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::types {

// What would have been right where a name is unknown, as the end of a sentence: `did you mean
// state?` if one of `names` is near, else `give one of a, b, c`, of many the first 20 and how many
// more there are. Repeats nothing of `name`, which may hold anything.
std::string RightName(absl::string_view name, const std::vector<std::string>& names);

}  // namespace lotse::types
