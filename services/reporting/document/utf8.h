#pragma once

#include <cstddef>

#include "absl/strings/string_view.h"

namespace lotse::reporting {

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

}  // namespace lotse::reporting
