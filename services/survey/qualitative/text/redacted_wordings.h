#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/find_words.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/name_words.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Most different wordings of one redaction.
inline constexpr std::size_t kMaxRedactionWordings = 5'000;

// A search for what is redacted, each wording once, and for its words. Wordings without a word in
// them, and ones that are too long for it, are searched for by their words only. It holds what is
// redacted: it lives no longer than the redaction.
class RedactedWordings {
 public:
  // The wordings at `spans` of a text. INVALID_ARGUMENT if more than kMaxRedactionWordings of them
  // are different.
  static absl::StatusOr<RedactedWordings> Make(const IndexedText& before,
                                               const std::vector<TextSpan>& spans);

  // Where they stand in `text`, in order and apart, as RedactedText.left; `term` is the index of a
  // span. INVALID_ARGUMENT if these are more than kMaxFoundWords.
  absl::StatusOr<std::vector<FoundWords>> FindIn(const IndexedText& text) const;

  // Whether a label has a whole wording in it, or within its letters those of one.
  absl::StatusOr<bool> AnyInLabel(const IndexedText& label) const;

 private:
  void AddWords(std::size_t span, absl::string_view term);
  absl::StatusOr<std::vector<FoundWords>> FindWhole(const IndexedText& text) const;
  std::optional<FoundWords> FindWord(const NameWord& word) const;

  WordSearch search_;
  std::vector<std::size_t> spans_;                       // By term: the first with the wording.
  absl::flat_hash_map<std::string, std::size_t> words_;  // The first span with the word.
  std::set<std::size_t> word_lengths_;                   // Of those that others may begin with.
  absl::flat_hash_set<std::string> letters_;             // Of wordings.
  std::set<std::size_t> letter_lengths_;                 // In bytes, as all lengths here.
};

}  // namespace lotse::survey::qualitative
