#include "services/survey/qualitative/text/redaction.h"

#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/qualitative/text/redacted_wordings.h"
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
  std::vector<TextSpan> spans;
  for (const Mention& mention : mentions) spans.push_back(mention.span);
  const absl::StatusOr<RedactedWordings> wordings = RedactedWordings::Make(before, spans);
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
