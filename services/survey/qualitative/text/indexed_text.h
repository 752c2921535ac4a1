#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Longest text that is indexed, in code points, some 300,000 words: what `content` in
// study_text.proto may have.
inline constexpr int64_t kMaxTextCodePoints = 2'000'000;
// As many code points fit in it whatever they are.
inline constexpr std::size_t kMaxTextBytes = 8u << 20;

// A text that is never changed and knows its positions. A position is a count of Unicode code
// points from 0, of the text as it was given: it is neither composed nor decomposed. Byte and
// position are found from each other in O(log n) with a mark for every 64 code points; of a text
// that is ASCII only, at once.
class IndexedText {
 public:
  // The empty text.
  IndexedText() = default;

  // Takes `utf8`. INVALID_ARGUMENT with line and position if it is longer than kMaxTextBytes or
  // kMaxTextCodePoints, is not UTF-8, or has a control character other than tab and line ends. No
  // message repeats any of the text.
  static absl::StatusOr<IndexedText> Make(std::string utf8);

  const std::string& utf8() const { return utf8_; }
  // Length in code points.
  int64_t size() const { return size_; }

  // What it takes in memory beside itself.
  std::size_t bytes() const;

  // Byte at which the code point at `position` begins; `position` is from 0 to size().
  std::size_t ByteOf(int64_t position) const;
  // Position of the code point to which byte `byte` belongs; `byte` is from 0 to the length.
  int64_t PositionOf(std::size_t byte) const;
  // What stands in `span`, which lies within the text and is not reversed.
  absl::string_view At(TextSpan span) const;

  // Whether something that a reader sees as one character (extended grapheme cluster, Unicode
  // Standard Annex 29) begins or ends at `position`, which is from 0 to size(). So it does at
  // both ends of the text.
  bool IsBoundary(int64_t position) const;
  // The nearest boundary at or before, and at or behind, `position`.
  int64_t BoundaryBefore(int64_t position) const;
  int64_t BoundaryBehind(int64_t position) const;

  // Number of the line in which `position` lies, from 1. Lines end with LF, CR LF or CR.
  int64_t LineOf(int64_t position) const;

 private:
  bool is_ascii() const { return static_cast<std::size_t>(size_) == utf8_.size(); }

  std::string utf8_;
  int64_t size_ = 0;
  // Bytes of the positions 0, 64, 128, …
  std::vector<std::uint32_t> marks_;
  // Positions that lie inside a cluster, ascending: few in the texts of most languages.
  std::vector<std::uint32_t> inside_;
};

}  // namespace lotse::survey::qualitative
