#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

// The parts that a text is counted and searched by, each in the order of the text. None begins or
// ends inside a cluster.

namespace lotse::survey::qualitative {

// The words: what has a letter or digit (Unicode Standard Annex 29). White space and punctuation
// between them belong to none; a hyphen parts two words, an apostrophe inside a word does not.
std::vector<TextSpan> Words(const IndexedText& text);

// The sentences (Annex 29), without white space at their ends; they never pass a line end. An
// abbreviation of `language`, as Abbreviations says, ends none.
std::vector<TextSpan> Sentences(const IndexedText& text, absl::string_view language);

// The lines without what ends them (LF, CR LF or CR); empty ones are empty spans. A text without
// a line end is one line, and behind a line end at the end of a text there is none.
std::vector<TextSpan> Lines(const IndexedText& text);

}  // namespace lotse::survey::qualitative
