#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// That a coder found a theme in a part of a text.
struct Coding {
  std::string id;
  std::string code;
  std::string text;
  TextSpan span;
  // Who did it.
  std::string coder;
  // Milliseconds since 1970, UTC.
  int64_t time_ms = 0;

  friend bool operator==(const Coding&, const Coding&) = default;
};

// A coder marks the same part of a text with the same code once. Everything else may overlap.
// Of `codings`, those that stand there a second time: positions in it, with the position of the
// first. That is the earlier one by time, then by id; the pairs are in the order of the second.
struct Doubled {
  size_t first = 0;
  size_t second = 0;

  friend bool operator==(const Doubled&, const Doubled&) = default;
};
std::vector<Doubled> DoubledCodings(const std::vector<Coding>& codings);

// Who looks at codings.
struct CodingViewer {
  // Empty: nobody who codes.
  std::string coder;
  // Compares coders with one another, and so sees all of them even while they code blind.
  bool compares = false;
};

// Whether `viewer` sees what `coder` coded. While a project is `blind`, those who code see
// their own codings only, so that nobody follows the others; this holds in lists, in what is found
// and in what is counted alike.
bool IsVisibleTo(const CodingViewer& viewer, absl::string_view coder, bool blind);

}  // namespace lotse::survey::qualitative
