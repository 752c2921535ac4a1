#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace lotse::types {

// True for a UUID in lower case, of any version (RFC 9562, section 4).
bool IsUuid(absl::string_view id);

// A random UUID, version 4 (RFC 9562, section 5.4). For everything that is a
// person's: it says nothing, not even when it was made.
std::string NewRandomUuid();

// A UUID that begins with the time in milliseconds, version 7 (RFC 9562, section
// 5.7): what is made later sorts behind.
std::string NewTimeUuid(absl::Time time);

}  // namespace lotse::types
