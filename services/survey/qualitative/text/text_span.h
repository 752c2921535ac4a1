#pragma once

#include <cstdint>

namespace lotse::survey::qualitative {

// A stretch of a text, [begin, end), counted in Unicode code points from 0.
struct TextSpan {
  int64_t begin = 0;
  int64_t end = 0;

  friend bool operator==(const TextSpan&, const TextSpan&) = default;
};

}  // namespace lotse::survey::qualitative
