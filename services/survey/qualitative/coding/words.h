#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// A word (text/units.h), and the form in which it is compared with others (text/folded.h).
struct Word {
  TextSpan span;
  std::string folded;
};

// The words of a text of which something is left when they are folded, in its order; none of what
// is no text (IndexedText::Make).
std::vector<Word> WordsOf(absl::string_view text);

}  // namespace lotse::survey::qualitative
