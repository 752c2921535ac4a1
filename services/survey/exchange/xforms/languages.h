#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey::xforms {

// Tag of texts whose language nobody said (RFC 5646, section 4.1).
inline constexpr char kUnknownLanguage[] = "und";

// The BCP 47 tag for the name of a language as authors of forms write it: `Deutsch (de)` by its
// brackets, `de` and `pt-BR` as they are, `German` and `Deutsch` by a table. `default` is
// kUnknownLanguage. What is none of these is a private tag: `und-x-` and the first eight letters
// and digits of the name.
std::string LanguageTag(absl::string_view name);

}  // namespace lotse::survey::xforms
