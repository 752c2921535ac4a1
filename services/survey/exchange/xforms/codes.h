#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::xforms {

// `name` as the code of a question: letters, digits and underscores stay, every other byte is an
// underscore; underscores and digits before the first letter get `q` in front; at most 64 bytes.
std::string AsCode(absl::string_view name);

}  // namespace lotse::survey::xforms
