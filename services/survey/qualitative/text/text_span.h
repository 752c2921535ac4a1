#pragma once

#include <cstdint>

namespace lotse::survey::qualitative {

// A part of a text: the code points from `begin` to one before `end`, counted from 0 in the text
// as it was given. Never empty, and never inside an extended grapheme cluster.
struct TextSpan {
  int64_t begin = 0;
  int64_t end = 0;

  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

}  // namespace lotse::survey::qualitative
