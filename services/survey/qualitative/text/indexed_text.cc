#include "services/survey/qualitative/text/indexed_text.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/clusters.h"

namespace lotse::survey::qualitative {
namespace {

constexpr int64_t kMarkEvery = 64;

std::size_t SizeAt(const std::string& utf8, std::size_t byte) {
  std::size_t end = byte + 1;
  while (end < utf8.size() && types::IsContinuation(utf8[end])) ++end;
  return end - byte;
}

bool IsForbidden(char32_t c) {
  const bool breaks = c == '\t' || c == '\n' || c == '\r' || c == 0x85;
  return types::IsControl(c) && !breaks;
}

// What most of a text is made of: signs of one byte that need not be looked at any further.
bool IsPlain(char byte) { return byte >= 0x20 && byte < 0x7F; }

// Number of the line in which byte `at` of `text` lies, from 1.
int64_t LineAt(absl::string_view text, std::size_t at) {
  int64_t line = 1;
  for (std::size_t i = 0; i < at; ++i) {
    const bool alone = text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n');
    if (text[i] == '\n' || alone) ++line;
  }
  return line;
}

absl::Status Refused(absl::string_view text, std::size_t at, int64_t position,
                     absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", LineAt(text, at), ", position ", position, ": ", what));
}

}  // namespace

absl::StatusOr<IndexedText> IndexedText::Make(std::string utf8) {
  if (utf8.size() > kMaxTextBytes) {
    return absl::InvalidArgumentError(absl::StrCat("the text has ", utf8.size(), " bytes; at most ",
                                                   kMaxTextBytes, ": give it in several parts"));
  }
  IndexedText text;
  for (std::size_t at = 0; at < utf8.size(); ++text.size_) {
    if (text.size_ == kMaxTextCodePoints) {
      return absl::InvalidArgumentError(absl::StrCat("the text has more than ", kMaxTextCodePoints,
                                                     " code points: give it in several parts"));
    }
    if (text.size_ % kMarkEvery == 0) text.marks_.push_back(static_cast<std::uint32_t>(at));
    if (IsPlain(utf8[at])) {
      ++at;
      continue;
    }
    const types::CodePoint c = types::DecodeFirst(absl::string_view(utf8).substr(at));
    if (!c.valid) {
      return Refused(utf8, at, text.size_, "a byte that is not UTF-8; give the text in UTF-8");
    }
    if (IsForbidden(c.value)) {
      return Refused(utf8, at, text.size_,
                     "a control character; only tabs and line ends may stand in a text");
    }
    at += c.size;
  }
  text.inside_ = PositionsInsideClusters(utf8);
  text.utf8_ = std::move(utf8);
  return text;
}

std::size_t IndexedText::bytes() const {
  return utf8_.capacity() + (marks_.capacity() + inside_.capacity()) * sizeof(std::uint32_t);
}

std::size_t IndexedText::ByteOf(int64_t position) const {
  if (is_ascii()) return static_cast<std::size_t>(position);
  if (position == size_) return utf8_.size();
  std::size_t byte = marks_[static_cast<std::size_t>(position / kMarkEvery)];
  for (int64_t i = position % kMarkEvery; i > 0; --i) byte += SizeAt(utf8_, byte);
  return byte;
}

int64_t IndexedText::PositionOf(std::size_t byte) const {
  if (is_ascii()) return static_cast<int64_t>(byte);
  if (byte >= utf8_.size()) return size_;
  const auto next = std::upper_bound(marks_.begin(), marks_.end(), byte);
  const auto mark = next - marks_.begin() - 1;
  int64_t position = mark * kMarkEvery;
  for (std::size_t at = marks_[static_cast<std::size_t>(mark)] + 1; at <= byte; ++at) {
    if (!types::IsContinuation(utf8_[at])) ++position;
  }
  return position;
}

absl::string_view IndexedText::At(TextSpan span) const {
  const std::size_t begin = ByteOf(span.begin);
  return absl::string_view(utf8_).substr(begin, ByteOf(span.end) - begin);
}

bool IndexedText::IsBoundary(int64_t position) const {
  return !std::binary_search(inside_.begin(), inside_.end(), static_cast<std::uint32_t>(position));
}

int64_t IndexedText::BoundaryBefore(int64_t position) const {
  while (!IsBoundary(position)) --position;
  return position;
}

int64_t IndexedText::BoundaryBehind(int64_t position) const {
  while (!IsBoundary(position)) ++position;
  return position;
}

int64_t IndexedText::LineOf(int64_t position) const { return LineAt(utf8_, ByteOf(position)); }

}  // namespace lotse::survey::qualitative
