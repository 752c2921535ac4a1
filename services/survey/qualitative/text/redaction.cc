#include "services/survey/qualitative/text/redaction.h"

#include <optional>
#include <set>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/types/utf8.h"
#include "services/survey/qualitative/text/folded.h"
#include "services/survey/qualitative/text/name_words.h"
#include "services/survey/qualitative/text/selection.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {
namespace {

absl::Status Wrong(std::size_t mention, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat("mention ", mention + 1, ": ", what));
}

absl::StatusOr<IndexedText> CheckLabel(std::size_t mention, const std::string& label) {
  absl::StatusOr<IndexedText> text = IndexedText::Make(label);
  if (!text.ok()) return Wrong(mention, absl::StrCat("its label, ", text.status().message()));
  const bool in_brackets = label.size() > 2 && label.front() == '[' && label.back() == ']';
  const std::size_t inside = label.find_first_of("[]\t\r\n", 1);
  if (!in_brackets || inside != label.size() - 1 || Words(*text).empty()) {
    return Wrong(mention,
                 "its label is not of the form `[Name 1]`: a word or more in brackets, "
                 "on one line");
  }
  if (text->size() > kMaxRedactionLabel) {
    return Wrong(mention, absl::StrCat("its label has ", text->size(), " code points; at most ",
                                       kMaxRedactionLabel));
  }
  return text;
}

// Shortest beginning of a word that is taken for a word of a wording, and shortest wording that is
// looked for within a label, in code points: shorter ones stand in words of all kinds.
constexpr std::size_t kLeastLetters = 3;

// The letters of `text` without what stands between them, as ComparedWords writes them.
std::string LettersOf(absl::string_view text) { return absl::StrJoin(ComparedWords(text), ""); }

// A search for what was redacted, each wording once, and for its words. Wordings without a word in
// them, and ones that are too long for it, are searched for by their words only.
class RedactedWordings {
 public:
  static absl::StatusOr<RedactedWordings> Make(const IndexedText& before,
                                               const std::vector<Mention>& mentions) {
    RedactedWordings wordings;
    absl::flat_hash_set<std::string> known;
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      std::string term(before.At(mentions[i].span));
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
      wordings.mentions_.push_back(i);
      terms.push_back(std::move(term));
    }
    absl::StatusOr<WordSearch> search = WordSearch::Make(terms, kMaxRedactionWordings);
    if (!search.ok()) return search.status();
    wordings.search_ = *std::move(search);
    return wordings;
  }

  // Where they stand in `text`, in order and apart; `term` is the index of a mention.
  absl::StatusOr<std::vector<FoundWords>> FindIn(const IndexedText& text) const {
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

  // Whether a label has a whole wording in it, or within its letters those of one.
  absl::StatusOr<bool> AnyInLabel(const IndexedText& label) const {
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

 private:
  void AddWords(std::size_t mention, absl::string_view term) {
    const std::string letters = LettersOf(term);
    if (types::CodePointCount(letters) >= kLeastLetters) {
      letters_.insert(letters);
      letter_lengths_.insert(letters.size());
    }
    for (std::string& word : ComparedWords(term)) {
      if (!TellsSomebody(word)) continue;
      if (types::CodePointCount(word) >= kLeastLetters) word_lengths_.insert(word.size());
      words_.try_emplace(std::move(word), mention);
    }
  }

  absl::StatusOr<std::vector<FoundWords>> FindWhole(const IndexedText& text) const {
    absl::StatusOr<std::vector<FoundWords>> found = search_.FindIn(text);
    if (!found.ok()) return found;
    for (FoundWords& one : *found) one.term = mentions_[one.term];
    return found;
  }

  std::optional<FoundWords> FindWord(const NameWord& word) const {
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

  WordSearch search_;
  std::vector<std::size_t> mentions_;                    // By term: the first with the wording.
  absl::flat_hash_map<std::string, std::size_t> words_;  // The first mention with the word.
  std::set<std::size_t> word_lengths_;                   // Of those that others may begin with.
  absl::flat_hash_set<std::string> letters_;             // Of wordings.
  std::set<std::size_t> letter_lengths_;                 // In bytes, as all lengths here.
};

absl::Status CheckLabels(const RedactedWordings& wordings, const std::vector<Mention>& mentions) {
  absl::flat_hash_set<absl::string_view> known;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (!known.insert(mentions[i].label).second) continue;
    const absl::StatusOr<IndexedText> text = CheckLabel(i, mentions[i].label);
    if (!text.ok()) return text.status();
    const absl::StatusOr<bool> any = wordings.AnyInLabel(*text);
    if (!any.ok()) return any.status();
    if (*any) return Wrong(i, "its label has a redacted word in it; give another");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RedactedText> Redact(const IndexedText& before,
                                    const std::vector<Mention>& mentions) {
  if (mentions.size() > kMaxMentions) {
    return absl::InvalidArgumentError(
        absl::StrCat(mentions.size(), " mentions; at most ", kMaxMentions, " in one redaction"));
  }
  std::vector<Replacement> replacements;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    const std::vector<SelectionProblem> problems = CheckSelection(before, mentions[i].span);
    if (!problems.empty()) return Wrong(i, problems.front().message);
    if (i > 0 && mentions[i].span.begin < mentions[i - 1].span.end) {
      return Wrong(i, absl::StrCat("it begins at ", mentions[i].span.begin,
                                   ", before the end of the one before; give them in order and "
                                   "apart"));
    }
    replacements.push_back({mentions[i].span, mentions[i].label});
  }
  const absl::StatusOr<RedactedWordings> wordings = RedactedWordings::Make(before, mentions);
  if (!wordings.ok()) return wordings.status();
  if (absl::Status s = CheckLabels(*wordings, mentions); !s.ok()) return s;
  absl::StatusOr<TextEdit> edit =
      TextEdit::Make(before, std::move(replacements), TextEdit::Ends::kWhole);
  if (!edit.ok()) return edit.status();
  absl::StatusOr<IndexedText> text = edit->Apply(before);
  if (!text.ok()) return text.status();
  auto left = wordings->FindIn(*text);
  if (!left.ok()) return left.status();
  return RedactedText{*std::move(text), *std::move(edit), *std::move(left)};
}

}  // namespace lotse::survey::qualitative
