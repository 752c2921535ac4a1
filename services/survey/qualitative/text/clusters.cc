#include "services/survey/qualitative/text/clusters.h"

#include <unicode/uchar.h>

#include <cstddef>
#include <memory>

#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/breaks.h"

namespace lotse::survey::qualitative {
namespace {

// Whether `c` can be one with the code point before or behind it. All others begin and end a
// cluster beside each other, so that most of a text need not be looked at by ICU.
bool CanJoin(char32_t c) {
  if (c < 0x300) return c == '\r';  // With a line feed.
  switch (u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_OTHER:
    case U_GCB_CONTROL:
      return false;
    default:
      return true;
  }
}

// The same of a byte, without decoding it: what is ASCII and can be one with nothing before it.
bool IsAsciiAlone(char byte) { return static_cast<unsigned char>(byte) < 0x80 && byte != '\r'; }

// Looks at pieces of the text of which the inner boundaries are not plain.
class PieceReader {
 public:
  // `piece` begins at position `first`.
  void Read(absl::string_view piece, std::uint32_t first, std::vector<std::uint32_t>* inside) {
    if (breaks_ == nullptr) breaks_ = MakeBreaks(BreakKind::kCluster);
    text_.Give(piece, breaks_.get());
    std::size_t boundary = static_cast<std::size_t>(breaks_->next());
    for (std::size_t at = 1; at < piece.size(); ++at) {
      if (types::IsContinuation(piece[at])) continue;
      ++first;
      if (at < boundary) {
        inside->push_back(first);
      } else {
        boundary = static_cast<std::size_t>(breaks_->next());
      }
    }
  }

 private:
  std::unique_ptr<icu::BreakIterator> breaks_;
  BreakText text_;
};

}  // namespace

std::vector<std::uint32_t> PositionsInsideClusters(absl::string_view utf8) {
  std::vector<std::uint32_t> inside;
  PieceReader reader;
  // The piece from the code point before the first that can join to the one behind the last.
  std::size_t piece_begin = 0;
  std::uint32_t piece_first = 0;
  bool in_piece = false;
  std::size_t last = 0;  // Byte of the code point before.
  std::uint32_t position = 0;
  for (std::size_t at = 0; at < utf8.size(); ++position) {
    // Most of a text is this; where a piece is open, it ends it.
    if (!in_piece && IsAsciiAlone(utf8[at])) {
      last = at++;
      continue;
    }
    const types::CodePoint c = types::DecodeFirst(utf8.substr(at));
    const bool joins = CanJoin(c.value);
    if (joins && !in_piece) {
      in_piece = true;
      piece_begin = last;
      piece_first = position == 0 ? 0 : position - 1;
    } else if (!joins && in_piece) {
      in_piece = false;
      reader.Read(utf8.substr(piece_begin, at + c.size - piece_begin), piece_first, &inside);
    }
    last = at;
    at += c.size;
  }
  if (in_piece) reader.Read(utf8.substr(piece_begin), piece_first, &inside);
  return inside;
}

}  // namespace lotse::survey::qualitative
