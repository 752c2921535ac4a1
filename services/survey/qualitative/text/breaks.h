#pragma once

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>

#include "absl/strings/string_view.h"

// ICU's iterators over the boundaries of a text. They lie in its data, which Debian links with the
// library: that one cannot be made is as if memory could not be had.

namespace lotse::survey::qualitative {

enum class BreakKind { kCluster, kWord, kSentence };

// An iterator of one's own, by the rules of all languages. Throws std::bad_alloc.
std::unique_ptr<icu::BreakIterator> MakeBreaks(BreakKind kind);

// A text for an iterator, which reads it where it lies.
class BreakText {
 public:
  BreakText() = default;
  ~BreakText() { utext_close(&text_); }
  BreakText(const BreakText&) = delete;
  BreakText& operator=(const BreakText&) = delete;

  // Gives `utf8`, which outlives the use of `breaks`, to it. Its positions are then bytes.
  // Throws std::bad_alloc.
  void Give(absl::string_view utf8, icu::BreakIterator* breaks);

 private:
  UText text_ = UTEXT_INITIALIZER;
};

}  // namespace lotse::survey::qualitative
