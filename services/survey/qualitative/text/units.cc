#include "services/survey/qualitative/text/units.h"

#include <algorithm>
#include <cstddef>
#include <memory>

#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/abbreviations.h"
#include "services/survey/qualitative/text/breaks.h"

namespace lotse::survey::qualitative {
namespace {

// Positions of bytes that come in ascending order.
class ForwardPositions {
 public:
  explicit ForwardPositions(const IndexedText& text) : text_(text) {}

  int64_t Of(std::size_t byte) {
    for (; byte_ < byte; ++byte_) {
      if (!types::IsContinuation(text_.utf8()[byte_])) ++position_;
    }
    return position_;
  }

 private:
  const IndexedText& text_;
  std::size_t byte_ = 0;
  int64_t position_ = 0;
};

}  // namespace

std::vector<TextSpan> Words(const IndexedText& text) {
  std::vector<TextSpan> words;
  const std::unique_ptr<icu::BreakIterator> breaks = MakeBreaks(BreakKind::kWord);
  BreakText given;
  given.Give(text.utf8(), breaks.get());
  ForwardPositions positions(text);
  int64_t begin = 0;
  for (int at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
    const int64_t end = positions.Of(static_cast<std::size_t>(at));
    if (!text.IsBoundary(end)) continue;  // The rest of the cluster belongs to it.
    if (breaks->getRuleStatus() >= UBRK_WORD_NUMBER) words.push_back({begin, end});
    begin = end;
  }
  return words;
}

std::vector<TextSpan> Sentences(const IndexedText& text, absl::string_view language) {
  std::vector<TextSpan> sentences;
  const std::unique_ptr<icu::BreakIterator> breaks = MakeBreaks(BreakKind::kSentence);
  BreakText given;
  given.Give(text.utf8(), breaks.get());
  ForwardPositions positions(text);
  const Abbreviations abbreviations(language);
  std::size_t begin = 0;
  for (int at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next()) {
    std::size_t from = begin;
    std::size_t to = static_cast<std::size_t>(at);
    if (!text.IsBoundary(text.PositionOf(to))) continue;
    const absl::string_view sentence = absl::string_view(text.utf8()).substr(from, to - from);
    if (to < text.utf8().size() && abbreviations.End(sentence)) continue;
    begin = to;
    const absl::string_view said = types::WithoutOuterSpace(sentence);
    if (said.empty()) continue;
    from += static_cast<std::size_t>(said.data() - sentence.data());
    to = from + said.size();
    const int64_t first = text.BoundaryBefore(positions.Of(from));
    sentences.push_back({first, text.BoundaryBehind(positions.Of(to))});
  }
  return sentences;
}

std::vector<TextSpan> Lines(const IndexedText& text) {
  std::vector<TextSpan> lines;
  const std::string& utf8 = text.utf8();
  ForwardPositions positions(text);
  std::size_t begin = 0;
  while (begin < utf8.size()) {
    const std::size_t end = std::min(utf8.find_first_of("\r\n", begin), utf8.size());
    const int64_t first = positions.Of(begin);
    lines.push_back({first, positions.Of(end)});
    begin = end + (utf8.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  }
  if (lines.empty()) lines.push_back({0, 0});
  return lines;
}

}  // namespace lotse::survey::qualitative
