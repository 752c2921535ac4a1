#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Most replacements of one edit.
inline constexpr std::size_t kMaxReplacements = 50'000;

// One correction: `text` takes the place of what stands in `span`.
struct Replacement {
  // In the text before the edit. An empty one inserts.
  TextSpan span;
  // UTF-8; an empty one deletes.
  std::string text;

  friend bool operator==(const Replacement&, const Replacement&) = default;
};

// What became of a span.
struct MovedSpan {
  enum class Fate {
    kKept,     // It covers the same characters, perhaps at another place.
    kChanged,  // Some of what it covers was replaced, inserted or deleted.
    kLost,     // All of it was deleted; `span` is empty and lies where it was.
  };

  TextSpan span;
  Fate fate = Fate::kKept;

  friend bool operator==(const MovedSpan&, const MovedSpan&) = default;
};

// An ordered list of replacements that makes one text of another. It holds what is new and none
// of what was replaced.
//
// How spans move:
// - What lies before all replacements stays, what lies behind one moves by what it grew.
// - A replacement of which a span covers at least one character belongs to the span as a whole:
//   with a span inside of what is replaced, or over one of its ends, the span covers all of the
//   new text. So a corrected word stays coded, and a coding may become longer, never shorter than
//   what was said. Make leaves out of a replacement what is the same at its ends, so that a
//   correction that is given as a whole paragraph reaches no further than its changed words.
// - A replacement that only touches a span, and an insertion at one of its ends, is not part of
//   it. An insertion between two characters of a span is.
// - A span of which nothing is left is lost; whoever holds codings shows that, and does not drop
//   it silently.
class TextEdit {
 public:
  // Whether a replacement keeps what is the same at its ends.
  enum class Ends { kReduced, kWhole };

  // The edit that changes nothing.
  TextEdit() = default;

  // An edit of `before`. `replacements` are in the order of the text and do not overlap; they may
  // touch, but no two insert at one place. INVALID_ARGUMENT that names the replacement, from 1,
  // and its place if one is out of order, reversed, beyond the text or ends inside a grapheme
  // cluster, or if there are more than kMaxReplacements. None of the text is repeated.
  static absl::StatusOr<TextEdit> Make(const IndexedText& before,
                                       std::vector<Replacement> replacements,
                                       Ends ends = Ends::kReduced);

  // One edit in the place of `first` and then `second`: it makes the same text. A span that
  // neither of them changed moves alike. One that they changed covers at least what it would cover
  // after both in turn: where `second` reaches into what `first` wrote, the two are one
  // replacement. `second` must be an edit of what `first` made.
  static TextEdit Compose(const TextEdit& first, const TextEdit& second);

  // The text after the edit. INVALID_ARGUMENT with the replacement if its text is not one that
  // IndexedText takes, if the whole would be too long, or if something at its ends would become
  // one character with what stands beside it, such as an accent behind a letter; then the letter
  // has to be replaced as well. FAILED_PRECONDITION if `before` has another length than the text
  // that this is an edit of.
  absl::StatusOr<IndexedText> Apply(const IndexedText& before) const;

  // Where `span`, which lies within the text before, is afterwards; see above. If its ends were
  // no ends inside a cluster before, they are none afterwards.
  MovedSpan Move(TextSpan span) const;

  // Where each replacement stands afterwards, in order.
  std::vector<TextSpan> NewSpans() const;

  const std::vector<Replacement>& replacements() const { return replacements_; }
  // Lengths of the texts before and after, in code points.
  int64_t size_before() const { return size_before_; }
  int64_t size_after() const { return size_before_ + (grown_.empty() ? 0 : grown_.back()); }

 private:
  // Takes in the next replacement, whose text has `length` code points.
  void Add(Replacement replacement, int64_t length);
  // By how much the text grows up to and with the first `count` replacements.
  int64_t GrownBy(std::size_t count) const { return count == 0 ? 0 : grown_[count - 1]; }
  TextSpan NewSpan(std::size_t index) const;

  int64_t size_before_ = 0;
  std::vector<Replacement> replacements_;
  std::vector<int64_t> grown_;

  friend class EditComposer;
};

}  // namespace lotse::survey::qualitative
