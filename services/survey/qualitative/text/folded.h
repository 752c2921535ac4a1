#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::qualitative {

// `utf8` in the form in which words are compared (NFKC_Casefold, Unicode Standard 15.0, 3.13):
// upper and lower case, composed and decomposed letters, `ß` and `ss` are the same, and what is
// not seen, such as a soft hyphen, is left out. `utf8` is valid UTF-8. Throws std::bad_alloc if
// ICU has no memory.
std::string Folded(absl::string_view utf8);

}  // namespace lotse::survey::qualitative
