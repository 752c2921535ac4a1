#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// Languages as the authors of forms name them.
namespace lotse::survey {

// Tag of texts whose language nobody said (RFC 5646, section 4.1).
inline constexpr char kUnknownLanguage[] = "und";

// The language of a name as a tag of BCP 47: `Deutsch (de)`, `German (plain)` and `German` are
// `de`, `pt-BR` is itself. Nothing if it is no language that is known here.
std::optional<std::string> LanguageTag(absl::string_view name);

// A tag for a language that is not known: `und-x-` and its first letters (BCP 47, 2.2.7).
std::string PrivateTag(absl::string_view name);

// One or the other; kUnknownLanguage for no name and for `default`.
std::string AnyLanguageTag(absl::string_view name);

// How a form names the language of a tag: `Deutsch (de)`. LanguageTag reads the tag back.
std::string LanguageName(absl::string_view tag);

}  // namespace lotse::survey
