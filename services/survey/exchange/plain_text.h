#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace lotse::survey {

// What is left of a piece of HTML.
struct PlainText {
  // Valid UTF-8 on one line: no tags, no control characters, runs of white
  // space (the no-break space among them) are one space, none at the ends.
  std::string text;
  // True if tags or comments were removed.
  bool had_markup = false;
  // True if bytes that are not UTF-8 were replaced by U+FFFD.
  bool had_bad_bytes = false;
};

// Turns HTML into plain text. Tags of the running text, such as `<b>`, vanish;
// those that break a line, such as `<p>`, become a space; scripts and style
// sheets go with their content. Named characters that questionnaires use and
// numeric ones are decoded; others stay as they are. A `<` that begins no tag
// stays, as in `< 18`. Markup that was escaped once more is removed as well,
// three levels deep.
PlainText ToPlainText(absl::string_view html);

// If `*text` begins with a character reference that is known, such as `&amp;` or
// `&#39;`, takes it off and gives the character; otherwise gives nothing.
std::string TakeReference(absl::string_view* text);

// `bytes` with U+FFFD in the place of every byte that is not UTF-8. Character
// references of XML can name code points that no valid text has.
std::string WithoutBadBytes(absl::string_view bytes);

}  // namespace lotse::survey
