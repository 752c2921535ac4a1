#include "services/survey/qualitative/text/find_words.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
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

}  // namespace

absl::StatusOr<WordSearch> WordSearch::Make(const std::vector<std::string>& terms) {
  if (terms.size() > kMaxSearchTerms) {
    return absl::InvalidArgumentError(
        absl::StrCat(terms.size(), " terms; at most ", kMaxSearchTerms, " in one search"));
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
    search.lengths_.insert(words[0].size());
    search.by_first_[words[0]].push_back(i);
    search.terms_.push_back(std::move(words));
  }
  return search;
}

bool WordSearch::IsBetter(const Match& a, const Match& b) {
  return std::make_pair(a.words, a.is_whole) > std::make_pair(b.words, b.is_whole);
}

std::optional<WordSearch::Match> WordSearch::Find(const std::vector<std::string>& words,
                                                  std::size_t at) const {
  std::optional<Match> best;
  const absl::string_view first = words[at];
  for (const std::size_t length : lengths_) {
    if (length > first.size()) break;
    const auto found = by_first_.find(first.substr(0, length));
    if (found == by_first_.end()) continue;
    for (const std::size_t term : found->second) {
      const std::optional<Match> match = MatchAt(words, at, term);
      if (match && (!best || IsBetter(*match, *best))) best = match;
    }
  }
  return best;
}

std::optional<WordSearch::Match> WordSearch::MatchAt(const std::vector<std::string>& words,
                                                     std::size_t at, std::size_t term) const {
  const std::vector<std::string>& wanted = terms_[term];
  if (at + wanted.size() > words.size()) return std::nullopt;
  const std::size_t last = wanted.size() - 1;
  for (std::size_t i = 0; i < last; ++i) {
    if (words[at + i] != wanted[i]) return std::nullopt;
  }
  if (!absl::StartsWith(words[at + last], wanted[last])) return std::nullopt;
  return Match{term, wanted.size(), words[at + last] == wanted[last]};
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
