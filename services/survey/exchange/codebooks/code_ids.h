#pragma once

#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// An id for a code of this name that is not in `taken`, where it is put: its letters and digits,
// with hyphens between the words, such as `zugang-zu-aemtern`.
std::string CodeIdOf(absl::string_view name, absl::flat_hash_set<std::string>* taken);

// A UUID for something with this resource name: always the same (RFC 9562, section 5.8).
std::string UuidOf(absl::string_view name);

}  // namespace lotse::survey
