#pragma once

#include <optional>

#include "absl/strings/string_view.h"

namespace lotse::survey::refi {

// The first line, from 1, with a character reference such as `&#0;` that names no character of
// XML 1.0 (production 2); nothing if there is none. Parsers of XML differ in what they make of it.
std::optional<int> LineOfBadReference(absl::string_view xml);

}  // namespace lotse::survey::refi
