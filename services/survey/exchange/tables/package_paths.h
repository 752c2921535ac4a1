#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::survey {

// The part that `target` of a relationship of `source` means (ECMA-376-2, 9.3.3): relative to the
// folder of `source`, or to the package if it begins with `/`. INVALID_ARGUMENT if it leads out
// of the package.
absl::StatusOr<std::string> ResolveTarget(absl::string_view source, absl::string_view target);

// The part with the relationships of `source`: `xl/_rels/workbook.xml.rels` for
// `xl/workbook.xml`, `_rels/.rels` for the package itself (an empty name).
std::string RelationshipsOf(absl::string_view source);

}  // namespace lotse::survey
