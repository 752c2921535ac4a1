#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// A name of any source as the code of a question, the same in all formats: ASCII letters, digits
// and underscores stay, every other character is an underscore; `q_` stands before a first one
// that is no letter, or `q` before an underscore; it is cut after 64 characters.
std::string CodeOfName(absl::string_view name);

}  // namespace lotse::survey
