#include "services/survey/qualitative/text/find_words.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {
namespace {

absl::Status Wrong(std::size_t term, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("term ", term + 1, ": ", what));
}

std::vector<std::string> FoldedWords(const IndexedText& text, const std::vector<TextSpan>& words) {
  std::vector<std::string> folded;
  folded.reserve(words.size());
  for (const TextSpan& word : words) folded.push_back(Folded(text.At(word)));
  return folded;
}

// A node and a word as one key; nodes have all the same length.
std::string KeyOf(std::size_t node, absl::string_view word) {
  const auto number = static_cast<std::uint32_t>(node);
  std::string key(sizeof(number), '\0');
  std::memcpy(key.data(), &number, sizeof(number));
  key.append(word.data(), word.size());
  return key;
}

}  // namespace

absl::StatusOr<WordSearch> WordSearch::Make(const std::vector<std::string>& terms,
                                            std::size_t most) {
  if (terms.size() > most) {
    return absl::InvalidArgumentError(
        absl::StrCat(terms.size(), " terms; at most ", most, " in one search"));
  }
  WordSearch search;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const absl::StatusOr<IndexedText> term = IndexedText::Make(terms[i]);
    if (!term.ok()) return Wrong(i, term.status().message());
    if (term->size() > static_cast<int64_t>(kMaxSearchTermLength)) {
      return Wrong(
          i, absl::StrCat("it has ", term->size(), " code points; at most ", kMaxSearchTermLength));
    }
    std::vector<std::string> words = FoldedWords(*term, Words(*term));
    words.erase(std::remove(words.begin(), words.end(), ""), words.end());
    if (words.empty()) return Wrong(i, "there is no word in it; give at least one");
    search.Add(i, words);
  }
  return search;
}

void WordSearch::Add(std::size_t term, const std::vector<std::string>& words) {
  std::size_t node = 0;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto [next, is_new] = next_.try_emplace(KeyOf(node, words[i]), lengths_.size());
    if (is_new) lengths_.emplace_back();
    node = next->second;
  }
  last_.try_emplace(KeyOf(node, words.back()), term);
  lengths_[node].insert(words.back().size());
}

std::optional<WordSearch::Match> WordSearch::FindLast(std::size_t node,
                                                      absl::string_view word) const {
  if (lengths_[node].empty()) return std::nullopt;
  const std::string key = KeyOf(node, word);
  const std::size_t head = key.size() - word.size();
  // The longest first: a whole word is longer than what it begins with.
  for (auto length = lengths_[node].rbegin(); length != lengths_[node].rend(); ++length) {
    if (*length > word.size()) continue;
    const auto found = last_.find(absl::string_view(key).substr(0, head + *length));
    if (found != last_.end()) return Match{found->second, 0, *length == word.size()};
  }
  return std::nullopt;
}

std::optional<WordSearch::Match> WordSearch::Find(const std::vector<std::string>& words,
                                                  std::size_t at) const {
  std::optional<Match> best;
  std::size_t node = 0;
  for (std::size_t i = at; i < words.size(); ++i) {
    if (std::optional<Match> match = FindLast(node, words[i])) {
      match->words = i - at + 1;
      best = match;
    }
    const auto next = next_.find(KeyOf(node, words[i]));
    if (next == next_.end()) break;
    node = next->second;
  }
  return best;
}

absl::StatusOr<std::vector<FoundWords>> WordSearch::FindIn(const IndexedText& text) const {
  const std::vector<TextSpan> words = Words(text);
  const std::vector<std::string> folded = FoldedWords(text, words);
  std::vector<FoundWords> found;
  for (std::size_t at = 0; at < words.size();) {
    const std::optional<Match> match = Find(folded, at);
    if (!match) {
      ++at;
      continue;
    }
    if (found.size() == kMaxFoundWords) {
      return absl::InvalidArgumentError(absl::StrCat(
          "the terms stand at more than ", kMaxFoundWords, " places; search for fewer at a time"));
    }
    found.push_back(
        {{words[at].begin, words[at + match->words - 1].end}, match->term, match->is_whole});
    at += match->words;
  }
  return found;
}

}  // namespace lotse::survey::qualitative
