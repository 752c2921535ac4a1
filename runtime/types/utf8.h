#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lotse::types {

// A character at the start of a text.
struct CodePoint {
  // Unicode scalar value; U+FFFD if the bytes are not UTF-8.
  char32_t value = 0;
  // Bytes it takes, 1 to 4. A byte that cannot start a character takes 1.
  size_t size = 0;
  // False if the bytes are not UTF-8: overlong, a surrogate, above U+10FFFF,
  // cut off or out of order.
  bool valid = false;
};

// The first character of `text`, which must not be empty. Source: table 3-7 of
// the Unicode Standard (well-formed byte sequences).
CodePoint DecodeFirst(absl::string_view text);

// True if all of `text` is UTF-8.
bool IsUtf8(absl::string_view text);

// Takes the first code point off `*text`. Where it does not begin with one, one
// byte is taken off and nullopt is returned. `*text` must not be empty.
std::optional<char32_t> TakeCodePoint(absl::string_view* text);

// Number of code points in UTF-8; a byte that belongs to none counts as one.
std::size_t CodePointCount(absl::string_view text);

// Appends `c`, a Unicode scalar value, as UTF-8.
void AppendUtf8(char32_t c, std::string* out);

// Whether `byte` is of a character that began before it.
inline bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// `text` without white space at its ends, as IsWhiteSpace says.
absl::string_view WithoutOuterSpace(absl::string_view text);

// True for the code points with the property White_Space (The Unicode Standard
// 15.0, PropList.txt), among them the no-break space.
bool IsWhiteSpace(char32_t c);

// True for control characters: U+0000 to U+001F and U+007F to U+009F.
bool IsControl(char32_t c);

// True for what XML 1.0 (production 2) has as characters: no control characters
// below U+0020 but tab and line ends, no U+FFFE and no U+FFFF.
bool IsXmlCharacter(char32_t c);

// Whether XML 1.0 can carry the text: UTF-8 of such characters.
bool CanBeXml(absl::string_view text);

// The text with U+FFFD in the place of each character and byte that XML 1.0
// cannot carry.
std::string ForXml(absl::string_view text);

}  // namespace lotse::types
