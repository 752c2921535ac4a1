#include "services/survey/qualitative/coding/words.h"

#include <utility>

#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {

std::vector<Word> WordsOf(absl::string_view text) {
  const auto indexed = IndexedText::Make(std::string(text));
  if (!indexed.ok()) return {};
  std::vector<Word> words;
  for (const TextSpan span : Words(*indexed)) {
    // Empty of what is not seen, such as a filler of Hangul: it is the beginning of every word.
    std::string folded = Folded(indexed->At(span));
    if (!folded.empty()) words.push_back({span, std::move(folded)});
  }
  return words;
}

}  // namespace lotse::survey::qualitative
