#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"

// Texts in the language that somebody reads.
namespace lotse::survey {

// Places of the variants for `language` (BCP 47), ascending: those in it, else those in the same
// language of elsewhere (`de` for `de-CH`, and the other way round), else those in the language of
// the first one. All if `language` is empty.
std::vector<int> VariantsFor(const type::v1alpha::Text& text, absl::string_view language);

// The text with these variants only.
type::v1alpha::Text TextIn(const type::v1alpha::Text& text, absl::string_view language);

// The first of these variants, one that is not in plain language before others; empty if there is
// none.
absl::string_view WordingIn(const type::v1alpha::Text& text, absl::string_view language);

}  // namespace lotse::survey
