#include "services/reporting/document/chart_words.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyRow;
using survey::v1alpha::FrequencyTable;

std::string Quoted(absl::string_view text, Language language) {
  return absl::Substitute(WordingOf(language).quoted, text);
}

// Whether a protected row can hold at least `count` persons. Of a single choice
// all protected rows together hold `protected_count`; of a multiple choice
// nothing is known about them.
bool ProtectedMayReach(const FrequencyTable& table, int32_t count) {
  const bool any_protected =
      std::any_of(table.rows().begin(), table.rows().end(),
                  [&](const FrequencyRow& row) { return !IsShown(table, row); });
  if (!any_protected) return false;
  if (table.multiple_choice() || !table.has_protected_count()) return true;
  return table.protected_count() >= count;
}

std::string MostFrequent(const FrequencyTable& table, Language language) {
  const Wording& words = WordingOf(language);
  const FrequencyRow* most = nullptr;
  for (const FrequencyRow& row : table.rows()) {
    if (!IsShown(table, row)) continue;
    if (most == nullptr || row.count() > most->count()) most = &row;
  }
  if (most == nullptr) return words.alt_all_protected;
  if (most->count() == 0) return words.alt_none_given;
  std::vector<std::string> names;
  for (const FrequencyRow& row : table.rows()) {
    if (IsShown(table, row) && row.count() == most->count()) {
      names.push_back(Quoted(LabelOf(row, language), language));
    }
  }
  const Plural& wording =
      ProtectedMayReach(table, most->count()) ? words.alt_most_of_shown : words.alt_most;
  return absl::Substitute(FormFor(wording, static_cast<int64_t>(names.size())),
                          JoinList(names, language),
                          FormatPerMille(language, most->share_per_mille()));
}

}  // namespace

std::string LabelOf(const FrequencyRow& row, Language language) {
  return TextOr(row.label(), language, row.code());
}

bool IsShown(const FrequencyTable& table, const FrequencyRow& row) {
  return table.base() > 0 && row.has_count() && row.has_share_per_mille();
}

std::string AltText(const FrequencyTable& table, absl::string_view subject, Language language) {
  const Wording& words = WordingOf(language);
  const std::string intro = table.has_base()
                                ? absl::Substitute(words.alt_intro_with_base, subject,
                                                   FormatInteger(language, table.base()))
                                : absl::Substitute(words.alt_intro, subject);
  return absl::StrCat(intro, MostFrequent(table, language));
}

std::string LongDescription(const FrequencyTable& table, Language language) {
  const Wording& words = WordingOf(language);
  std::vector<std::string> sentences;
  for (const FrequencyRow& row : table.rows()) {
    const std::string label = Quoted(LabelOf(row, language), language);
    sentences.push_back(IsShown(table, row)
                            ? absl::Substitute(words.figure_in_words, label,
                                               Persons(language, row.count()),
                                               FormatPerMille(language, row.share_per_mille()))
                            : absl::Substitute(words.protected_in_words, label));
  }
  return absl::StrJoin(sentences, " ");
}

std::string RowsInWords(const v1alpha::Table& table, const std::vector<int>& columns,
                        Language language) {
  std::vector<std::string> sentences;
  for (const v1alpha::Row& row : table.rows()) {
    std::vector<std::string> parts;
    for (const int column : columns) {
      if (row.cells(column).has_missing()) continue;
      parts.push_back(
          absl::StrCat(table.columns(column), " ", CellText(row.cells(column), language)));
    }
    const std::string said =
        parts.empty() ? WordingOf(language).unknown_value : absl::StrJoin(parts, ", ");
    sentences.push_back(absl::StrCat(Quoted(row.cells(0).text(), language), ": ", said, "."));
  }
  return absl::StrJoin(sentences, " ");
}

std::vector<const v1alpha::Row*> LargestShares(const v1alpha::Table& table, int column) {
  std::vector<const v1alpha::Row*> largest;
  int most = 1;
  for (const v1alpha::Row& row : table.rows()) {
    if (!row.cells(column).has_share()) return {};
    const int per_mille = row.cells(column).share().per_mille();
    if (per_mille < most) continue;
    if (per_mille > most) largest.clear();
    most = per_mille;
    largest.push_back(&row);
  }
  return largest;
}

std::string HeadingsOf(const std::vector<const v1alpha::Row*>& rows, Language language) {
  std::vector<std::string> headings;
  for (const v1alpha::Row* row : rows) headings.push_back(Quoted(row->cells(0).text(), language));
  return JoinList(headings, language);
}

}  // namespace lotse::reporting
