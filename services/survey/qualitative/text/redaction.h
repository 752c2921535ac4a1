#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/redacted_wordings.h"
#include "services/survey/qualitative/text/text_edit.h"

namespace lotse::survey::qualitative {

// Most places of one redaction.
inline constexpr std::size_t kMaxMentions = 10'000;
// Longest label, in code points, with its brackets.
inline constexpr int64_t kMaxRedactionLabel = 64;

// A place that tells who somebody is, and what takes its place.
struct Mention {
  TextSpan span;
  // In brackets, such as `[Name 1]` or `[Ort 2]`.
  std::string label;
};

// A text after a redaction. Nothing here holds any of what was redacted.
struct RedactedText {
  IndexedText text;
  // How spans of the former text move: a span that covers a part of a mention covers all of its
  // label, so that every coding stays.
  TextEdit edit;
  // Where, in `text`, words still stand that were redacted elsewhere, or words that begin with
  // them: whoever redacts looks at them. Wordings are searched for as WordSearch does, and each
  // word of them that tells somebody (TellsSomebody) as NameWords finds it, so that `Weber` is
  // found in `kam.Weber` where `Anna Weber` was redacted; words of two letters only whole. In
  // order and apart. `term` is the index of a mention.
  std::vector<FoundWords> left;
};

// Replaces each of `mentions`, which are in the order of the text and do not overlap, by its
// label. INVALID_ARGUMENT with the number of the mention, from 1, if one is no selection that
// CheckSelection takes, overlaps the one before, or has a label that is not in brackets, has
// brackets or a line end inside, is too long, or has a redacted word in it, or within its letters
// those of a wording of three or more; and if there are more than kMaxMentions, or of different
// wordings more than kMaxRedactionWordings. No message repeats a mention or a label.
absl::StatusOr<RedactedText> Redact(const IndexedText& before,
                                    const std::vector<Mention>& mentions);

}  // namespace lotse::survey::qualitative
