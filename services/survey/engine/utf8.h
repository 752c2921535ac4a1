#pragma once

#include <cstddef>
#include <optional>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// Takes the first code point off `*bytes`. Where `*bytes` does not begin with
// a well-formed sequence (The Unicode Standard 15.0, table 3-7: no surrogates,
// nothing above U+10FFFF, no sequence longer than needed), one byte is taken
// off and nullopt is returned. `*bytes` must not be empty.
std::optional<char32_t> TakeCodePoint(absl::string_view* bytes);

// True if all of `bytes` is well-formed UTF-8. Protobuf 3.21 stores other bytes
// in a string field without complaint and then cannot read them back.
bool IsValidUtf8(absl::string_view bytes);

// Number of code points in valid UTF-8; an ill-formed byte counts as one.
std::size_t CodePointCount(absl::string_view bytes);

// True for the code points with the property White_Space (The Unicode Standard
// 15.0, PropList.txt), among them the no-break space.
bool IsWhiteSpace(char32_t c);

// True for control characters: U+0000 to U+001F and U+007F to U+009F.
bool IsControl(char32_t c);

}  // namespace lotse::survey
