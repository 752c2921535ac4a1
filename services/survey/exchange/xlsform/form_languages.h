#pragma once

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// The language of a heading or of `default_language` as a tag of BCP 47: `Deutsch (de)` and
// `German` are `de`, `pt-BR` is itself. Nothing if it is no language that is known here.
std::optional<std::string> LanguageTag(absl::string_view name);

// A tag for a language that is not known: `und-x-` and its first letters (BCP 47, 2.2.7).
std::string PrivateTag(absl::string_view name);

// How a heading names the language of a tag: `Deutsch (de)`. LanguageTag reads the tag back.
std::string LanguageName(absl::string_view tag);

}  // namespace lotse::survey
