#pragma once

#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Words before and behind a part of a text that can be shown with it.
inline constexpr int kMaxContextWords = 50;

// `part` with so many words (units.h) before and behind it, 0 to kMaxContextWords, and everything
// in between; fewer where `within` ends, which `part` lies in, and where words are very long: it
// looks at so many signs only that a long text costs no more than a short one.
TextSpan WithWordsAround(const IndexedText& text, TextSpan part, TextSpan within, int words);

}  // namespace lotse::survey::qualitative
