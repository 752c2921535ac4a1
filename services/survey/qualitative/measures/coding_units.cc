#include "services/survey/qualitative/measures/coding_units.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/survey/qualitative/coding/touched.h"
#include "services/survey/qualitative/text/indexed_text.h"
#include "services/survey/qualitative/text/units.h"

namespace lotse::survey::qualitative {

std::string NameOf(UnitKind kind) {
  switch (kind) {
    case UnitKind::kTurn:
      return "turn";
    case UnitKind::kSentence:
      return "sentence";
    case UnitKind::kWindow:
      return "window";
    case UnitKind::kText:
      return "text";
  }
  return "unknown";
}

rpc::FieldViolations CheckUnitRule(const UnitRule& rule) {
  if (rule.kind != UnitKind::kWindow || (rule.window >= kMinWindow && rule.window <= kMaxWindow)) {
    return {};
  }
  return {{"unit.window", absl::StrCat("give ", kMinWindow, " to ", kMaxWindow, " code points")}};
}

namespace {

void AppendSentences(const std::string& wording, absl::string_view language, int text,
                     std::vector<Unit>* units) {
  const auto indexed = IndexedText::Make(wording);
  if (!indexed.ok()) return;
  for (const TextSpan span : Sentences(*indexed, language)) units->push_back({text, span});
}

}  // namespace

std::vector<Unit> UnitsOf(const Corpus& corpus, const UnitRule& rule,
                          absl::Span<const std::string> wordings,
                          absl::Span<const std::string> languages) {
  std::vector<Unit> units;
  for (size_t t = 0; t < corpus.texts().size(); ++t) {
    const Corpus::Text& text = corpus.texts()[t];
    const int number = static_cast<int>(t);
    switch (rule.kind) {
      case UnitKind::kTurn:
        for (int i = text.turns.first; i < text.turns.second; ++i) {
          const Corpus::Turn& turn = corpus.turns()[static_cast<size_t>(i)];
          units.push_back({number, {turn.begin, turn.end}});
        }
        break;
      case UnitKind::kSentence:
        if (t < wordings.size()) {
          const bool has_own = t < languages.size() && !languages[t].empty();
          AppendSentences(wordings[t], has_own ? languages[t] : rule.language, number, &units);
        }
        break;
      case UnitKind::kWindow:
        for (int64_t begin = 0; begin < text.length; begin += rule.window) {
          units.push_back({number, {begin, std::min(begin + rule.window, text.length)}});
        }
        break;
      case UnitKind::kText:
        if (text.length > 0) units.push_back({number, {0, text.length}});
        break;
    }
  }
  return units;
}

std::vector<int> FirstUnits(const Corpus& corpus, const std::vector<Unit>& units) {
  std::vector<int> first(corpus.texts().size() + 1, 0);
  for (const Unit& unit : units) ++first[static_cast<size_t>(unit.text) + 1];
  for (size_t text = 1; text < first.size(); ++text) first[text] += first[text - 1];
  return first;
}

std::pair<int, int> UnitsTouched(const std::vector<Unit>& units,
                                 const std::vector<int>& first_units, const Corpus::Entry& coding) {
  const auto text = static_cast<size_t>(coding.text);
  return Touched(
      units, {first_units[text], first_units[text + 1]}, coding.begin, coding.end,
      [](const Unit& unit) { return unit.span.begin; },
      [](const Unit& unit) { return unit.span.end; });
}

}  // namespace lotse::survey::qualitative
