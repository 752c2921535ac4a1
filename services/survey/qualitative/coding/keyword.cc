#include "services/survey/qualitative/coding/keyword.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/coding/words.h"

namespace lotse::survey::qualitative {

rpc::FieldViolations CheckKeywordQuery(const KeywordQuery& query) {
  rpc::FieldViolations violations;
  if (!types::IsUtf8(query.keyword) || types::CodePointCount(query.keyword) > kMaxKeyword ||
      WordsOf(query.keyword).empty()) {
    violations.push_back({"query.keyword", absl::StrCat("give one word or several, at most ",
                                                        kMaxKeyword, " characters")});
  }
  if (query.window < 0 || query.window > kMaxKeywordWindow) {
    violations.push_back({"query.window", absl::StrCat("give 0 to ", kMaxKeywordWindow, " words")});
  }
  if (query.skip < 0) violations.push_back({"query.skip", "give 0 or more"});
  if (query.size < 1 || query.size > kMaxKeywordPage) {
    violations.push_back({"query.size", absl::StrCat("give 1 to ", kMaxKeywordPage)});
  }
  return violations;
}

WordIndex::WordIndex(absl::Span<const std::string> texts) {
  absl::flat_hash_map<std::string, int> numbers;
  for (const std::string& text : texts) {
    texts_.push_back(static_cast<int>(places_.size()));
    for (const Word& word : WordsOf(text)) {
      const auto [at, is_new] = numbers.try_emplace(word.folded, static_cast<int>(numbers.size()));
      if (is_new) vocabulary_.push_back(word.folded);
      places_.push_back(
          {at->second, static_cast<int32_t>(word.span.begin), static_cast<int32_t>(word.span.end)});
    }
  }
  texts_.push_back(static_cast<int>(places_.size()));
  places_.shrink_to_fit();
  vocabulary_.shrink_to_fit();
  std::sort(vocabulary_.begin(), vocabulary_.end());
  std::vector<int> sorted(vocabulary_.size());
  for (size_t i = 0; i < vocabulary_.size(); ++i) {
    sorted[static_cast<size_t>(numbers.at(vocabulary_[i]))] = static_cast<int>(i);
  }
  words_.assign(vocabulary_.size() + 1, 0);
  for (Place& place : places_) {
    place.word = sorted[static_cast<size_t>(place.word)];
    ++words_[static_cast<size_t>(place.word) + 1];
  }
  for (size_t word = 1; word < words_.size(); ++word) words_[word] += words_[word - 1];
  std::vector<int> next = words_;
  occurrences_.resize(places_.size());
  for (size_t place = 0; place < places_.size(); ++place) {
    int& at = next[static_cast<size_t>(places_[place].word)];
    occurrences_[static_cast<size_t>(at++)] = static_cast<int>(place);
  }
}

size_t WordIndex::bytes() const {
  // Short words lie in the string itself.
  const size_t within = std::string().capacity();
  size_t size = vocabulary_.capacity() * sizeof(std::string) + places_.capacity() * sizeof(Place) +
                (texts_.capacity() + occurrences_.capacity() + words_.capacity()) * sizeof(int);
  for (const std::string& word : vocabulary_) {
    if (word.capacity() > within) size += word.capacity() + 1;
  }
  return size;
}

WordIndex::Range WordIndex::RangeOf(absl::string_view word, bool prefix) const {
  const auto from = std::lower_bound(vocabulary_.begin(), vocabulary_.end(), word);
  auto to = from;
  while (to != vocabulary_.end() && (prefix ? absl::StartsWith(*to, word) : *to == word)) ++to;
  return {static_cast<int>(from - vocabulary_.begin()), static_cast<int>(to - vocabulary_.begin())};
}

int WordIndex::TextOf(int place) const {
  return static_cast<int>(std::upper_bound(texts_.begin(), texts_.end(), place) - texts_.begin()) -
         1;
}

KeywordHit WordIndex::HitAt(int text, int first, int words, int window) const {
  const int last = first + words - 1;
  const int from = std::max(first - window, texts_[static_cast<size_t>(text)]);
  const int to = std::min(last + window, texts_[static_cast<size_t>(text) + 1] - 1);
  const auto at = [&](int place) -> const Place& { return places_[static_cast<size_t>(place)]; };
  return {text, {at(first).begin, at(last).end}, {at(from).begin, at(to).end}};
}

KeywordPage WordIndex::Find(const KeywordQuery& query) const {
  const std::vector<Word> asked = WordsOf(query.keyword);
  KeywordPage page;
  if (asked.empty()) return page;
  std::vector<Range> ranges;
  for (size_t i = 0; i < asked.size(); ++i) {
    ranges.push_back(RangeOf(asked[i].folded, query.prefix && i + 1 == asked.size()));
  }
  std::vector<int> found(occurrences_.begin() + words_[static_cast<size_t>(ranges[0].first)],
                         occurrences_.begin() + words_[static_cast<size_t>(ranges[0].second)]);
  std::sort(found.begin(), found.end());
  const int words = static_cast<int>(asked.size());
  for (const int first : found) {
    const int text = TextOf(first);
    if (first + words > texts_[static_cast<size_t>(text) + 1]) continue;
    bool follows = true;
    for (int i = 1; i < words && follows; ++i) {
      const int word = places_[static_cast<size_t>(first + i)].word;
      const Range& range = ranges[static_cast<size_t>(i)];
      follows = word >= range.first && word < range.second;
    }
    if (!follows) continue;
    if (page.total >= query.skip && page.total - query.skip < query.size) {
      page.hits.push_back(HitAt(text, first, words, query.window));
    }
    ++page.total;
  }
  return page;
}

}  // namespace lotse::survey::qualitative
