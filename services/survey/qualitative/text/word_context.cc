#include "services/survey/qualitative/text/word_context.h"

#include <algorithm>
#include <string>
#include <vector>

#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {
namespace {

// Code points that are looked at for each word: more than words have with what stands between them.
constexpr int64_t kPerWord = 40;

// The words of a part of the text, as positions of the text.
std::vector<TextSpan> WordsIn(const IndexedText& text, TextSpan span) {
  const auto part = IndexedText::Make(std::string(text.At(span)));
  if (!part.ok()) return {};
  std::vector<TextSpan> words = Words(*part);
  for (TextSpan& word : words) word = {span.begin + word.begin, span.begin + word.end};
  return words;
}

}  // namespace

TextSpan WithWordsAround(const IndexedText& text, TextSpan part, TextSpan within, int words) {
  TextSpan shown = part;
  if (words <= 0) return shown;
  const int64_t looked_at = kPerWord * (words + 1);
  // Where the look begins and ends inside of a word, that is none.
  const int64_t from =
      std::max(within.begin, text.BoundaryBehind(std::max<int64_t>(part.begin - looked_at, 0)));
  std::vector<TextSpan> before = WordsIn(text, {std::min(from, part.begin), part.begin});
  if (from > within.begin && !before.empty()) before.erase(before.begin());
  const auto wanted = static_cast<size_t>(words);
  if (!before.empty()) shown.begin = before[before.size() - std::min(wanted, before.size())].begin;
  const int64_t to =
      std::min(within.end, text.BoundaryBefore(std::min(part.end + looked_at, text.size())));
  std::vector<TextSpan> behind = WordsIn(text, {part.end, std::max(to, part.end)});
  if (to < within.end && !behind.empty()) behind.pop_back();
  if (!behind.empty()) shown.end = behind[std::min(wanted, behind.size()) - 1].end;
  return shown;
}

}  // namespace lotse::survey::qualitative
