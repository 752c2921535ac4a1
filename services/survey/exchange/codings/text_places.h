#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::codings {

// A text with the places of its code points, and where quotations stand in it.
class TextPlaces {
 public:
  // `text` is UTF-8 of less than 4 GiB and outlives it.
  explicit TextPlaces(absl::string_view text);

  // Number of code points.
  int64_t size() const { return static_cast<int64_t>(starts_.size()) - 1; }
  // What stands at `span`, which lies in the text.
  absl::string_view At(qualitative::TextSpan span) const;
  // Where `quote` stands, at most `most` places that do not overlap. Runs of white space count as
  // one, and those around the quote do not count: programs differ in what they make of lines.
  std::vector<qualitative::TextSpan> Find(absl::string_view quote, std::size_t most);

 private:
  absl::string_view text_;
  // Numbers of 32 bits: texts of a study are shorter, and there may be many at once.
  std::vector<std::uint32_t> starts_;  // Of each code point and of the end, in bytes.
  // Made when something is looked for.
  std::string folded_;                        // One space for each run of white space.
  std::vector<std::uint32_t> folded_places_;  // Of each byte of it the code point.
};

}  // namespace lotse::survey::codings
