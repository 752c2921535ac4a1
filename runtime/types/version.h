#pragma once

#include "absl/strings/string_view.h"

namespace lotse::types {

// True if version `a` is later than `b`: numbers with dots between them, such as 0.10.2. One
// that is written otherwise is later: only a later program can have written it.
bool IsLaterVersion(absl::string_view a, absl::string_view b);

}  // namespace lotse::types
