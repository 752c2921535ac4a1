#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/text.pb.h"

namespace lotse::cli {

// `text` on one line and harmless for a terminal: line ends and tabs become a
// space, other control characters (C0, DEL, C1) U+FFFD. What comes from a
// questionnaire or a service could otherwise move the cursor or fake output.
std::string Printable(absl::string_view text);

// `text` up to its first line end. protobuf's messages on JSON that it cannot
// read go on with a piece of the input, which may be any file.
absl::string_view FirstLine(absl::string_view text);

// Columns that `text` takes on a terminal: combining marks take none, East
// Asian wide characters and emoji two. `text` is valid UTF-8.
int DisplayWidth(absl::string_view text);

// `text` broken between words into lines of at most `width` columns; a longer
// word is broken inside, behind a slash if one fits. `width` is at least 4. An
// empty text gives one empty line.
std::vector<std::string> WrapText(absl::string_view text, int width);

// `text` with spaces behind it up to `width` columns.
std::string PadRight(absl::string_view text, int width);

// Rows of cells as lines of columns that stand below one another. Each cell is made
// Printable; the last column is not filled up. Rows are equally long.
std::string AlignColumns(const std::vector<std::vector<std::string>>& rows);

// The wording in `language` (same tag, else same main language; an ordinary
// wording before one in plain language), else the first one. Empty if there is
// none.
std::string PickWording(const lotse::type::v1alpha::Text& text, absl::string_view language);

// A text with one wording.
lotse::type::v1alpha::Text TextIn(absl::string_view language, absl::string_view wording);

// The candidates that `word` may have been meant to be: those that contain it
// or differ in at most two fifths of its characters (a transposition counts as
// two), best first, each once, at most three.
std::vector<std::string> Similar(absl::string_view word,
                                 const std::vector<std::string>& candidates);

// " (did you mean a, b?)", or nothing if nothing is similar.
std::string DidYouMean(absl::string_view word, const std::vector<std::string>& candidates);

}  // namespace lotse::cli
