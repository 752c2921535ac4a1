#pragma once

#include "absl/strings/string_view.h"

namespace lotse::types {

// Whether `text` is a colour as `#RRGGBB`, in hexadecimal digits of either case. Source: CSS Color
// Module Level 4, section 5.2.
bool IsColour(absl::string_view text);

// Whether it is one as `#RGB`, where each digit stands for two of the same.
bool IsShortColour(absl::string_view text);

}  // namespace lotse::types
