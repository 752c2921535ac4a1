#include "services/survey/qualitative/coding/words.h"

#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {

std::vector<Word> WordsOf(absl::string_view text) {
  const auto indexed = IndexedText::Make(std::string(text));
  if (!indexed.ok()) return {};
  std::vector<Word> words;
  for (const TextSpan span : Words(*indexed)) words.push_back({span, Folded(indexed->At(span))});
  return words;
}

}  // namespace lotse::survey::qualitative
