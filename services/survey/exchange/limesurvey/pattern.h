#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey::limesurvey {

// The regular expression `preg` of PHP, with delimiters and flags (`/^[0-9]{5}$/i`) or without, as
// a pattern for `regex()`: it fits the whole of a text where `preg` is found in it. Flags become
// part of the pattern.
//
// INVALID_ARGUMENT with what is wrong if it is empty, has a flag other than i, m, s, u and D, or
// what only engines that go back can do: looking around and back references (docs of RE2).
absl::StatusOr<std::string> PatternOf(absl::string_view preg);

}  // namespace lotse::survey::limesurvey
