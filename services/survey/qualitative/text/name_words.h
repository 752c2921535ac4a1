#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

// The words by which names are found in a text, whatever is written around them.
namespace lotse::survey::qualitative {

// A run of letters.
struct NameWord {
  std::string compared;  // As ComparedWords writes it.
  TextSpan span;         // In whole clusters, so that neighbours may overlap.
};

// The words of a text, runs of letters, in order and as they are compared: without case and marks
// (Unicode Standard Annex #15, NFKC_Casefold, then NFD without what combines). So `MÜLLER`,
// `Müller`, composed or not, and `Muller` are one word. What is no UTF-8 parts words.
std::vector<std::string> ComparedWords(absl::string_view text);

// The same with their places.
std::vector<NameWord> NameWords(const IndexedText& text);

// Whether a word, as it is compared, can tell who somebody is: titles and single letters cannot.
bool TellsSomebody(absl::string_view compared);

}  // namespace lotse::survey::qualitative
