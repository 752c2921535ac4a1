#pragma once

#include <cstdint>
#include <vector>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// The positions, in code points, between code points of `utf8` that belong to one extended
// grapheme cluster (Unicode Standard Annex 29), ascending. `utf8` is valid UTF-8.
std::vector<std::uint32_t> PositionsInsideClusters(absl::string_view utf8);

}  // namespace lotse::survey::qualitative
