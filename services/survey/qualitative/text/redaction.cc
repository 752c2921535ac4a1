#include "services/survey/qualitative/text/redaction.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/folded.h"
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

// A search for what was redacted, each wording once. Wordings without a word in them, and ones
// that are too long for it, cannot be searched for.
class RedactedWordings {
 public:
  static absl::StatusOr<RedactedWordings> Make(const IndexedText& before,
                                               const std::vector<Mention>& mentions) {
    RedactedWordings wordings;
    absl::flat_hash_set<std::string> known;
    std::vector<std::string> terms;
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      std::string term(before.At(mentions[i].span));
      const absl::StatusOr<IndexedText> text = IndexedText::Make(term);
      if (!text.ok() || text->size() > static_cast<int64_t>(kMaxSearchTermLength)) continue;
      if (Words(*text).empty() || !known.insert(Folded(term)).second) continue;
      wordings.mentions_.push_back(i);
      terms.push_back(std::move(term));
      if (terms.size() < kMaxSearchTerms) continue;
      if (absl::Status s = wordings.AddSearch(&terms); !s.ok()) return s;
    }
    if (absl::Status s = wordings.AddSearch(&terms); !s.ok()) return s;
    return wordings;
  }

  // Where they stand in `text`; `term` is the index of a mention.
  absl::StatusOr<std::vector<FoundWords>> FindIn(const IndexedText& text) const {
    std::vector<FoundWords> all;
    for (std::size_t i = 0; i < searches_.size(); ++i) {
      auto found = searches_[i].FindIn(text);
      if (!found.ok()) return found;
      for (FoundWords& one : *found) {
        one.term = mentions_[i * kMaxSearchTerms + one.term];
        all.push_back(one);
      }
    }
    return all;
  }

 private:
  absl::Status AddSearch(std::vector<std::string>* terms) {
    absl::StatusOr<WordSearch> search = WordSearch::Make(*terms);
    if (!search.ok()) return search.status();
    searches_.push_back(*std::move(search));
    terms->clear();
    return absl::OkStatus();
  }

  std::vector<WordSearch> searches_;   // Each of kMaxSearchTerms terms but for the last.
  std::vector<std::size_t> mentions_;  // The first with a wording.
};

absl::Status CheckLabels(const RedactedWordings& wordings, const std::vector<Mention>& mentions) {
  absl::flat_hash_map<std::string, std::size_t> labels;
  for (std::size_t i = 0; i < mentions.size(); ++i) labels.emplace(mentions[i].label, i);
  for (const auto& [label, mention] : labels) {
    const absl::StatusOr<IndexedText> text = CheckLabel(mention, label);
    if (!text.ok()) return text.status();
    const auto found = wordings.FindIn(*text);
    if (!found.ok()) return found.status();
    for (const FoundWords& one : *found) {
      if (one.is_whole) return Wrong(mention, "its label has a redacted word in it; give another");
    }
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
  absl::StatusOr<TextEdit> edit = TextEdit::Make(before, std::move(replacements));
  if (!edit.ok()) return edit.status();
  absl::StatusOr<IndexedText> text = edit->Apply(before);
  if (!text.ok()) return text.status();
  auto left = wordings->FindIn(*text);
  if (!left.ok()) return left.status();
  return RedactedText{*std::move(text), *std::move(edit), *std::move(left)};
}

}  // namespace lotse::survey::qualitative
