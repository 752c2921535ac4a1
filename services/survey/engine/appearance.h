#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// The word of an appearance by which a front end shows the choices of a group as a table.
inline constexpr char kTableAppearance[] = "table-list";

// True if `word` is one of the words of an appearance, which are separated by blanks. `minimal` is
// also in `minimal(…)`.
bool HasAppearance(absl::string_view appearance, absl::string_view word);

// `appearance` with kTableAppearance in front, if it does not have it.
std::string AppearanceOfTable(absl::string_view appearance);

}  // namespace lotse::survey
