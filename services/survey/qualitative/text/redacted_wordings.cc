#include "services/survey/qualitative/text/redacted_wordings.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {
namespace {

// Shortest beginning of a word that is taken for a word of a wording, and shortest wording that is
// looked for within a label, in code points: shorter ones stand in words of all kinds.
constexpr std::size_t kLeastLetters = 3;

// The letters of `text` without what stands between them, as ComparedWords writes them.
std::string LettersOf(absl::string_view text) { return absl::StrJoin(ComparedWords(text), ""); }

}  // namespace

absl::StatusOr<RedactedWordings> RedactedWordings::Make(const IndexedText& before,
                                                        const std::vector<TextSpan>& spans) {
  RedactedWordings wordings;
  absl::flat_hash_set<std::string> known;
  std::vector<std::string> terms;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    std::string term(before.At(spans[i]));
    if (!known.insert(Folded(term)).second) continue;
    if (known.size() > kMaxRedactionWordings) {
      return absl::InvalidArgumentError(
          absl::StrCat("more than ", kMaxRedactionWordings,
                       " different wordings in one redaction; redact a part of them first"));
    }
    wordings.AddWords(i, term);
    const absl::StatusOr<IndexedText> text = IndexedText::Make(term);
    if (!text.ok() || text->size() > static_cast<int64_t>(kMaxSearchTermLength)) continue;
    if (Words(*text).empty() || Folded(term).empty()) continue;
    wordings.spans_.push_back(i);
    terms.push_back(std::move(term));
  }
  absl::StatusOr<WordSearch> search = WordSearch::Make(terms, kMaxRedactionWordings);
  if (!search.ok()) return search.status();
  wordings.search_ = *std::move(search);
  return wordings;
}

absl::StatusOr<std::vector<FoundWords>> RedactedWordings::FindIn(const IndexedText& text) const {
  absl::StatusOr<std::vector<FoundWords>> whole = FindWhole(text);
  if (!whole.ok()) return whole;
  std::vector<FoundWords> all;
  auto next = whole->begin();
  for (const NameWord& word : NameWords(text)) {
    while (next != whole->end() && next->span.begin < word.span.end) all.push_back(*next++);
    const std::optional<FoundWords> found = FindWord(word);
    if (!found || (!all.empty() && all.back().span.end > word.span.begin)) continue;
    all.push_back(*found);
  }
  all.insert(all.end(), next, whole->end());
  if (all.size() > kMaxFoundWords) {
    return absl::InvalidArgumentError(
        absl::StrCat("what is redacted stands at more than ", kMaxFoundWords,
                     " other places; redact fewer wordings at a time"));
  }
  return all;
}

absl::StatusOr<bool> RedactedWordings::AnyInLabel(const IndexedText& label) const {
  const auto found = FindWhole(label);
  if (!found.ok()) return found.status();
  for (const FoundWords& one : *found) {
    if (one.is_whole) return true;
  }
  const std::string letters = LettersOf(label.utf8());
  for (std::size_t at = 0; at < letters.size(); ++at) {
    for (const std::size_t length : letter_lengths_) {
      if (length > letters.size() - at) break;
      if (letters_.contains(absl::string_view(letters).substr(at, length))) return true;
    }
  }
  return false;
}

void RedactedWordings::AddWords(std::size_t span, absl::string_view term) {
  const std::string letters = LettersOf(term);
  if (types::CodePointCount(letters) >= kLeastLetters) {
    letters_.insert(letters);
    letter_lengths_.insert(letters.size());
  }
  for (std::string& word : ComparedWords(term)) {
    if (!TellsSomebody(word)) continue;
    if (types::CodePointCount(word) >= kLeastLetters) word_lengths_.insert(word.size());
    words_.try_emplace(std::move(word), span);
  }
}

absl::StatusOr<std::vector<FoundWords>> RedactedWordings::FindWhole(const IndexedText& text) const {
  absl::StatusOr<std::vector<FoundWords>> found = search_.FindIn(text);
  if (!found.ok()) return found;
  for (FoundWords& one : *found) one.term = spans_[one.term];
  return found;
}

std::optional<FoundWords> RedactedWordings::FindWord(const NameWord& word) const {
  const absl::string_view compared = word.compared;
  const auto whole = words_.find(compared);
  if (whole != words_.end()) return FoundWords{word.span, whole->second, true};
  for (auto length = word_lengths_.rbegin(); length != word_lengths_.rend(); ++length) {
    if (*length >= compared.size()) continue;
    const auto begun = words_.find(compared.substr(0, *length));
    if (begun != words_.end()) return FoundWords{word.span, begun->second, false};
  }
  return std::nullopt;
}

}  // namespace lotse::survey::qualitative
