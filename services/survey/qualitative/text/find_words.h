#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

// Limits of a search for words.
inline constexpr std::size_t kMaxSearchTerms = 1'000;
inline constexpr std::size_t kMaxSearchTermLength = 200;  // Code points of one.
inline constexpr std::size_t kMaxFoundWords = 100'000;

// A place where a term stands.
struct FoundWords {
  // Whole words.
  TextSpan span;
  // Index of the term.
  std::size_t term = 0;
  // False if the last word only begins as the term does: `Müllers` and `Müllerstraße` for
  // `Müller`. Only people can say whether that is meant.
  bool is_whole = true;

  friend bool operator==(const FoundWords&, const FoundWords&) = default;
};

// A search for terms, each of one or more words: whole words, compared as Folded says, whatever
// white space and punctuation stands between them.
class WordSearch {
 public:
  // INVALID_ARGUMENT with the number of the term, from 1, if one has no word, is not UTF-8 or is
  // too long, or if there are more of them than `most`. No message repeats a term.
  static absl::StatusOr<WordSearch> Make(const std::vector<std::string>& terms,
                                         std::size_t most = kMaxSearchTerms);

  // Where the terms stand in `text`, in its order; of what begins with one word the longest only,
  // a whole one before others, so that places never overlap. INVALID_ARGUMENT if these are more
  // than kMaxFoundWords.
  absl::StatusOr<std::vector<FoundWords>> FindIn(const IndexedText& text) const;

 private:
  struct Match {
    std::size_t term = 0;
    std::size_t words = 0;
    bool is_whole = false;
  };

  // The best term that stands at word `at`.
  std::optional<Match> Find(const std::vector<std::string>& words, std::size_t at) const;
  // The longest term of which the words before the last are those of `node`, and the last begins
  // `word`.
  std::optional<Match> FindLast(std::size_t node, absl::string_view word) const;
  void Add(std::size_t term, const std::vector<std::string>& words);

  // The terms as a tree: a node stands for words that one or more terms begin with; the first
  // stands for none. Keys are a node, as KeyOf writes it, and a word.
  absl::flat_hash_map<std::string, std::size_t> next_;  // The node behind the word.
  absl::flat_hash_map<std::string, std::size_t> last_;  // The term that ends with the word.
  // By node: lengths of the last words of terms, in bytes.
  std::vector<std::set<std::size_t>> lengths_ = std::vector<std::set<std::size_t>>(1);
};

}  // namespace lotse::survey::qualitative
