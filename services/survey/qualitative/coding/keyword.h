#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "runtime/rpc/field_violation.h"
#include "services/survey/qualitative/text/text_span.h"

namespace lotse::survey::qualitative {

inline constexpr size_t kMaxKeyword = 200;    // characters
inline constexpr int kMaxKeywordWindow = 50;  // words
inline constexpr int64_t kMaxKeywordPage = 1000;

// A word, or several that follow one another whatever stands between them that is no word.
struct KeywordQuery {
  std::string keyword;
  // The last word may go on: `Verwalt` finds `Verwaltung`.
  bool prefix = false;
  // Words before and behind that are shown with it, from 0 to kMaxKeywordWindow.
  int window = 8;
  // 1 to kMaxKeywordPage, behind the first `skip`.
  int64_t skip = 0;
  int64_t size = 100;
};

// What is wrong with it, with paths such as `query.keyword`.
rpc::FieldViolations CheckKeywordQuery(const KeywordQuery& query);

struct KeywordHit {
  // Position among the texts.
  int text = 0;
  TextSpan keyword;
  // Keyword and window, with everything in between.
  TextSpan context;

  friend bool operator==(const KeywordHit&, const KeywordHit&) = default;
};

struct KeywordPage {
  // Of all pages.
  int64_t total = 0;
  // Along the texts.
  std::vector<KeywordHit> hits;
};

// The words of texts, folded (words.h), for keywords in context. It holds what is said in the
// texts, so it lives in memory only, and is made anew whenever one of them changes.
class WordIndex {
 public:
  explicit WordIndex(absl::Span<const std::string> texts);

  // What it takes in memory beside itself.
  size_t bytes() const;

  // `query` has no violations.
  KeywordPage Find(const KeywordQuery& query) const;

 private:
  struct Place {
    int word = 0;  // of the vocabulary
    int32_t begin = 0;
    int32_t end = 0;
  };
  // Words of the vocabulary from the first to one before the second.
  using Range = std::pair<int, int>;

  Range RangeOf(absl::string_view word, bool prefix) const;
  KeywordHit HitAt(int text, int first, int words, int window) const;
  int TextOf(int place) const;

  std::vector<std::string> vocabulary_;  // sorted
  std::vector<Place> places_;            // along the texts
  std::vector<int> texts_;               // by text its first place; at last their number
  std::vector<int> occurrences_;         // places by word, then along the texts
  std::vector<int> words_;               // by word its first occurrence; at last their number
};

}  // namespace lotse::survey::qualitative
