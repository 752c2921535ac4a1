#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/text_span.h"

// Words and sentences as Unicode defines them (UAX #29), by ICU, which only this file knows. The
// boundaries are those of no language in particular, so that they are the same everywhere.
namespace lotse::survey::qualitative {

// A word as it is compared with others: without regard to case, `ß` like `ss`, and alike however
// its accents are written (NFC of the full case folding of the Unicode Standard, 3.13).
// Bytes that are not UTF-8 count as U+FFFD.
std::string Folded(absl::string_view text);

struct Word {
  TextSpan span;
  std::string folded;
};

// The words of a text, in its order: what has letters or digits. Punctuation is none.
std::vector<Word> WordsOf(absl::string_view text);

// The sentences of a text, in its order, without the spaces around them. All of them together
// hold everything but spaces.
std::vector<TextSpan> SentencesOf(absl::string_view text);

}  // namespace lotse::survey::qualitative
