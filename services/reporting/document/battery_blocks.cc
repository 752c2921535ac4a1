#include "services/reporting/document/battery_blocks.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/question_blocks.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::DisclosureRule;
using survey::v1alpha::FrequencyRow;
using survey::v1alpha::FrequencyTable;
using Items = std::vector<const FrequencyTable*>;

// A row of the table: a share per option, who answered, who did not.
void AppendItem(const FrequencyTable& item, const std::string& title, int options,
                v1alpha::Table& table) {
  v1alpha::Row& row = *table.add_rows();
  *row.add_cells() = TextCell(title);
  const bool has_figures = HasFigures(item);
  for (int i = 0; i < options; ++i) {
    const bool shown = has_figures && IsShown(item, item.rows(i));
    *row.add_cells() = shown ? ShareCell(MakeShare(item.rows(i).count(), item.base(),
                                                   item.rows(i).share_per_mille()))
                             : ProtectedCell();
  }
  *row.add_cells() = has_figures ? IntegerCell(item.base()) : ProtectedCell();
  *row.add_cells() =
      has_figures && item.has_missing() ? IntegerCell(item.missing()) : ProtectedCell();
}

bool HasProtectedCell(const v1alpha::Row& row) {
  return std::any_of(row.cells().begin(), row.cells().end(),
                     [](const v1alpha::Cell& cell) { return cell.has_protected_(); });
}

void AddNotReachedNote(const Items& items, Language language, v1alpha::Table& table) {
  int64_t most = 0;
  for (const FrequencyTable* item : items) most = std::max<int64_t>(most, item->not_reached());
  if (most == 0) return;
  table.add_notes(absl::Substitute(FormFor(SurveyWordingOf(language).battery_not_reached, most),
                                   FormatInteger(language, most)));
}

void AddBatteryNotes(const Items& items, const DisclosureRule& rule, Language language,
                     v1alpha::Table& table) {
  const SurveyWording& words = SurveyWordingOf(language);
  table.add_notes(words.battery_note);
  if (DrawnScaleOf(*BatteryModel(items, language), language).has_value()) {
    table.add_notes(words.battery_bar_note);
  }
  if (std::any_of(items.begin(), items.end(),
                  [](const FrequencyTable* item) { return item->base_is_all(); })) {
    table.add_notes(words.battery_all_note);
  }
  AddNotReachedNote(items, language, table);
  if (std::any_of(table.rows().begin(), table.rows().end(), HasProtectedCell)) {
    table.add_notes(words.battery_protected_note);
  }
  std::set<std::string> reasons;
  for (const FrequencyTable* item : items) {
    if (HasFigures(*item)) continue;
    const std::string reason = WhyNotShown(*item, rule, language);
    if (reasons.insert(reason).second) {
      table.add_notes(absl::Substitute(words.item_without_figures, reason));
    }
  }
}

}  // namespace

std::optional<Scale> ScaleOf(const FrequencyTable& table) {
  if (table.multiple_choice()) return std::nullopt;
  std::vector<std::string> codes;
  for (const FrequencyRow& row : table.rows()) codes.push_back(row.code());
  return ScaleOf(codes);
}

std::optional<Scale> DrawnScaleOf(const FrequencyTable& model, Language language) {
  std::vector<AnswerOption> options;
  for (const FrequencyRow& row : model.rows()) {
    options.push_back({row.code(), LabelOf(row, language)});
  }
  return DrawnScaleOf(options);
}

bool SameOptions(const FrequencyTable& a, const FrequencyTable& b, Language language) {
  return std::equal(a.rows().begin(), a.rows().end(), b.rows().begin(), b.rows().end(),
                    [language](const FrequencyRow& x, const FrequencyRow& y) {
                      return x.code() == y.code() && LabelOf(x, language) == LabelOf(y, language);
                    });
}

const FrequencyTable* BatteryModel(const Items& items, Language language) {
  const FrequencyTable* model = nullptr;
  int with_figures = 0;
  for (const FrequencyTable* item : items) {
    if (!HasFigures(*item)) {
      // An item without figures stands beside the others as protected.
      if (item->not_shown() != FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL &&
          item->not_shown() != FrequencyTable::NOT_SHOWN_CONDITION) {
        return nullptr;
      }
      continue;
    }
    if (item->multiple_choice()) return nullptr;
    if (model == nullptr) model = item;
    if (!SameOptions(*model, *item, language)) return nullptr;
    ++with_figures;
  }
  if (with_figures < 2 || model->rows_size() > kMostOptions) return nullptr;
  return model;
}

v1alpha::Table BatteryTable(const Items& items, const std::vector<std::string>& titles,
                            const DisclosureRule& rule, Language language,
                            absl::string_view table_id) {
  const FrequencyTable& model = *BatteryModel(items, language);
  v1alpha::Table table;
  table.set_table_id(absl::StrCat(table_id));
  table.set_caption(SurveyWordingOf(language).battery_caption);
  table.add_columns(WordingOf(language).item_column);
  for (const FrequencyRow& row : model.rows()) table.add_columns(LabelOf(row, language));
  table.add_columns(WordingOf(language).base_column);
  table.add_columns(SurveyWordingOf(language).no_answer);
  for (size_t i = 0; i < items.size(); ++i) {
    AppendItem(*items[i], titles[i], model.rows_size(), table);
  }
  AddBatteryNotes(items, rule, language, table);
  return table;
}

void AppendBatteryBars(const v1alpha::Table& table, const Scale& scale, int base_column,
                       absl::string_view subject, Language language, absl::string_view chart_id,
                       v1alpha::Section& section) {
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Chart chart;
  chart.set_chart_id(absl::StrCat(chart_id));
  chart.set_title(absl::Substitute(words.battery_chart_title, subject));
  chart.set_table_id(table.table_id());
  chart.set_form(scale.two_poles ? v1alpha::Chart::FORM_DIVERGING_BARS
                                 : v1alpha::Chart::FORM_STACKED_BARS);
  for (int place = scale.first; place < scale.end; ++place) chart.add_columns(place + 1);
  if (scale.two_poles && scale.Middle().has_value()) chart.set_neutral(*scale.Middle());
  chart.set_base_column(base_column);
  const std::string& last = table.columns(scale.end);
  std::string alt =
      absl::Substitute(words.battery_alt, subject, FormatInteger(language, table.rows_size()),
                       table.columns(scale.first + 1), last);
  const std::vector<const v1alpha::Row*> most = LargestShares(table, scale.end);
  if (!most.empty()) {
    absl::StrAppend(
        &alt, " ",
        absl::Substitute(
            FormFor(words.battery_alt_most, static_cast<int64_t>(most.size())), last,
            HeadingsOf(most, language),
            FormatPerMille(language, most.front()->cells(scale.end).share().per_mille())));
  }
  chart.set_alt_text(alt);
  std::vector<int> columns(chart.columns().begin(), chart.columns().end());
  columns.push_back(base_column);
  chart.set_long_description(RowsInWords(table, columns, language));
  *section.add_blocks()->mutable_chart() = chart;
}

}  // namespace lotse::reporting
