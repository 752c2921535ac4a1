#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// `text`, or what of it fits into `max` bytes and `...` behind that. Cut between
// characters, so that UTF-8 stays UTF-8.
std::string Shorten(absl::string_view text, size_t max);

}  // namespace lotse::types
