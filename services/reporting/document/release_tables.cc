#include "services/reporting/document/release_tables.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/battery_blocks.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/cell_text.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/release_cells.h"
#include "services/reporting/document/release_statistics.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::Table;
using survey::v1alpha::TableCategory;
using survey::v1alpha::TableCell;
using survey::v1alpha::TableLayer;
using survey::v1alpha::TableSpec;
using v1alpha::Cell;
using v1alpha::Chart;

constexpr int kFewestGroups = 2;
constexpr int kMostGroups = 3;

// The places of the categories that are answers, or of the others.
std::vector<int> Places(const google::protobuf::RepeatedPtrField<TableCategory>& categories,
                        bool answers) {
  std::vector<int> places;
  for (int i = 0; i < categories.size(); ++i) {
    if (IsAnswer(categories[i]) == answers) places.push_back(i);
  }
  return places;
}

bool Wants(const Table& table, TableSpec::Statistic statistic) {
  const auto& wanted = table.spec().statistics();
  return std::find(wanted.begin(), wanted.end(), statistic) != wanted.end();
}

bool HasShares(const Table& table) { return Wants(table, TableSpec::STATISTIC_SHARES); }

// Whether every cell of a column can be drawn as a share.
bool IsDrawable(const v1alpha::Table& table, int column) {
  return std::all_of(table.rows().begin(), table.rows().end(),
                     [column](const v1alpha::Row& row) { return !row.cells(column).has_number(); });
}

v1alpha::Table NewTable(const std::string& id, const char* caption, const std::string& title) {
  v1alpha::Table table;
  table.set_table_id(id);
  table.set_caption(absl::Substitute(caption, title));
  return table;
}

void Append(v1alpha::Table table, v1alpha::Section& section) {
  if (!table.rows().empty()) *section.add_blocks()->mutable_table() = std::move(table);
}

// Says how many gave no answer, row by row, under a table of those who did.
void NoteOthers(const Table& table, const TableLayer& layer, Language language,
                v1alpha::Table& out) {
  for (const int row : Places(table.rows(), false)) {
    out.add_notes(absl::Substitute(SurveyWordingOf(language).beside_answers,
                                   CategoryLabel(table.rows(row), language),
                                   CellText(CountCell(CellAt(layer, row, 0)), language)));
  }
}

void AppendBars(const v1alpha::Table& table, int column, const ReleasedTableName& name,
                Language language, v1alpha::Section& section) {
  if (!IsDrawable(table, column)) return;
  Chart& chart = AddChart(absl::StrCat(name.id, "-bars"),
                          absl::Substitute(SurveyWordingOf(language).shares_caption, name.title),
                          table.table_id(), Chart::FORM_BARS, {column}, section);
  std::string alt = absl::Substitute(SurveyWordingOf(language).one_way_alt, name.title,
                                     FormatInteger(language, table.rows_size()));
  const std::vector<const v1alpha::Row*> largest = LargestShares(table, column);
  if (!largest.empty()) {
    absl::StrAppend(&alt, " ",
                    absl::Substitute(FormFor(SurveyWordingOf(language).one_way_alt_most,
                                             static_cast<int64_t>(largest.size())),
                                     HeadingsOf(largest, language),
                                     CellText(largest.front()->cells(column), language)));
  }
  chart.set_alt_text(alt);
  chart.set_long_description(RowsInWords(table, {column - 1, column}, language));
}

void AppendOneWay(const Table& table, const ReleasedTableName& name, Language language,
                  v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  const SurveyWording& survey_words = SurveyWordingOf(language);
  const TableLayer& layer = table.layers(0);
  const std::optional<int64_t> base = AnsweredInColumn(table, layer, 0);
  const bool shares = HasShares(table);
  const bool intervals = Wants(table, TableSpec::STATISTIC_INTERVALS);
  v1alpha::Table out = NewTable(name.id, "$0", name.title);
  out.add_columns(words.answer_column);
  out.add_columns(words.count_column);
  if (shares) out.add_columns(words.share_column);
  if (intervals) out.add_columns(survey_words.interval_column);
  for (const int i : Places(table.rows(), true)) {
    const TableCell& cell = CellAt(layer, i, 0);
    v1alpha::Row& row = *out.add_rows();
    *row.add_cells() = TextCell(CategoryLabel(table.rows(i), language));
    *row.add_cells() = CountCell(cell);
    if (shares) *row.add_cells() = ReleasedShareCell(cell.column_share(), CountOf(cell), base);
    if (intervals) *row.add_cells() = IntervalCell(cell.interval(), language);
  }
  out.add_notes(
      absl::Substitute(survey_words.released_base_note, FormatInteger(language, table.base())));
  if (shares) out.add_notes(survey_words.share_of_answers_note);
  NoteOthers(table, layer, language, out);
  if (shares && !out.rows().empty()) AppendBars(out, 2, name, language, section);
  Append(std::move(out), section);
}

// A heading of a column with the number that its shares are taken of.
std::string ColumnHeading(const std::string& label, std::optional<int64_t> base,
                          Language language) {
  if (!base.has_value()) return label;
  return absl::Substitute(SurveyWordingOf(language).column_with_base, label,
                          FormatInteger(language, *base));
}

// Shares of each group, and of all together.
v1alpha::Table SharesOfColumns(const Table& table, const TableLayer& layer,
                               const ReleasedTableName& name, Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Table out = NewTable(absl::StrCat(name.id, "-shares"), words.shares_caption, name.title);
  out.add_columns(WordingOf(language).answer_column);
  std::vector<int> columns = Places(table.columns(), true);
  columns.push_back(table.columns_size());
  for (const int column : columns) {
    out.add_columns(ColumnHeading(column < table.columns_size()
                                      ? CategoryLabel(table.columns(column), language)
                                      : words.all_together,
                                  AnsweredInColumn(table, layer, column), language));
  }
  for (const int i : Places(table.rows(), true)) {
    v1alpha::Row& row = *out.add_rows();
    *row.add_cells() = TextCell(CategoryLabel(table.rows(i), language));
    for (const int column : columns) {
      const TableCell& cell = CellAt(layer, i, column);
      *row.add_cells() = ReleasedShareCell(cell.column_share(), CountOf(cell),
                                           AnsweredInColumn(table, layer, column));
    }
  }
  out.add_notes(words.share_of_columns_note);
  return out;
}

void AppendGroupedBars(const v1alpha::Table& table, const ReleasedTableName& name,
                       Language language, v1alpha::Section& section) {
  // The last column is that of all together and is not drawn.
  const int groups = table.columns_size() - 2;
  if (groups < kFewestGroups || groups > kMostGroups) return;
  Chart chart;
  std::vector<int> columns;
  std::vector<std::string> labels;
  for (int column = 1; column <= groups; ++column) {
    if (!IsDrawable(table, column)) return;
    columns.push_back(column);
    labels.push_back(absl::Substitute(WordingOf(language).quoted, table.columns(column)));
    chart.add_columns(column);
  }
  const SurveyWording& words = SurveyWordingOf(language);
  chart.set_chart_id(absl::StrCat(name.id, "-bars"));
  chart.set_title(absl::Substitute(words.bars_title, name.title));
  chart.set_alt_text(absl::Substitute(words.bars_alt, name.title, JoinList(labels, language),
                                      FormatInteger(language, table.rows_size())));
  chart.set_long_description(RowsInWords(table, columns, language));
  chart.set_table_id(table.table_id());
  chart.set_form(Chart::FORM_GROUPED_BARS);
  *section.add_blocks()->mutable_chart() = chart;
}

// All counts, also of those who gave no answer.
v1alpha::Table Counts(const Table& table, const TableLayer& layer, const ReleasedTableName& name,
                      Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  v1alpha::Table out = NewTable(absl::StrCat(name.id, "-counts"), words.counts_caption, name.title);
  out.add_columns(WordingOf(language).answer_column);
  for (const TableCategory& column : table.columns()) {
    out.add_columns(CategoryLabel(column, language));
  }
  out.add_columns(words.all_together);
  for (int i = 0; i < table.rows_size(); ++i) {
    v1alpha::Row& row = *out.add_rows();
    *row.add_cells() = TextCell(CategoryLabel(table.rows(i), language));
    for (int column = 0; column <= table.columns_size(); ++column) {
      *row.add_cells() = CountCell(CellAt(layer, i, column));
    }
  }
  if (layer.totals_size() == table.columns_size() + 1) {
    v1alpha::Row& row = *out.add_rows();
    *row.add_cells() = TextCell(words.all_together);
    for (const TableCell& cell : layer.totals()) *row.add_cells() = CountCell(cell);
  }
  return out;
}

void AppendCrossTable(const Table& table, const TableLayer& layer, const ReleasedTableName& name,
                      Language language, v1alpha::Section& section) {
  if (HasShares(table)) {
    v1alpha::Table shares = SharesOfColumns(table, layer, name, language);
    if (!shares.rows().empty()) AppendGroupedBars(shares, name, language, section);
    Append(std::move(shares), section);
  }
  Append(Counts(table, layer, name, language), section);
}

void AppendReleasedBattery(const Table& table, const TableLayer& layer,
                           const ReleasedTableName& name, Language language,
                           v1alpha::Section& section) {
  if (HasShares(table)) {
    const SurveyWording& words = SurveyWordingOf(language);
    v1alpha::Table out =
        NewTable(absl::StrCat(name.id, "-shares"), words.shares_caption, name.title);
    out.add_columns(WordingOf(language).item_column);
    const std::vector<int> columns = Places(table.columns(), true);
    std::vector<AnswerOption> options;
    for (const int column : columns) {
      out.add_columns(CategoryLabel(table.columns(column), language));
      options.push_back(
          {table.columns(column).code(), CategoryLabel(table.columns(column), language)});
    }
    out.add_columns(WordingOf(language).base_column);
    for (int i = 0; i < table.rows_size(); ++i) {
      const std::optional<int64_t> base = AnsweredInRow(table, layer, i);
      v1alpha::Row& row = *out.add_rows();
      *row.add_cells() = TextCell(CategoryLabel(table.rows(i), language));
      for (const int column : columns) {
        const TableCell& cell = CellAt(layer, i, column);
        *row.add_cells() = ReleasedShareCell(cell.row_share(), CountOf(cell), base);
      }
      *row.add_cells() = base.has_value() ? IntegerCell(*base) : ProtectedCell();
    }
    out.add_notes(words.battery_note);
    const std::optional<Scale> scale = DrawnScaleOf(options);
    bool drawable = scale.has_value();
    for (int column = 1; drawable && column <= scale->end; ++column) {
      drawable = IsDrawable(out, column);
    }
    if (drawable) {
      out.add_notes(words.battery_bar_note);
      AppendBatteryBars(out, *scale, out.columns_size() - 1, name.title, language,
                        absl::StrCat(name.id, "-bars"), section);
    }
    Append(std::move(out), section);
  }
  Append(Counts(table, layer, name, language), section);
}

}  // namespace

void AppendReleasedTable(const Table& table, const ReleasedTableName& name, Language language,
                         v1alpha::Section& section) {
  const bool is_battery = !table.spec().battery().empty();
  for (int i = 0; i < table.layers_size(); ++i) {
    const TableLayer& layer = table.layers(i);
    ReleasedTableName part = name;
    if (table.layers_size() > 1) {
      absl::StrAppend(&part.id, "-layer-", i + 1);
      part.title =
          absl::Substitute(SurveyWordingOf(language).in_layer, name.title, name.layer_variable,
                           layer.has_category() ? CategoryLabel(layer.category(), language)
                                                : SurveyWordingOf(language).all_together);
    }
    if (is_battery) {
      AppendReleasedBattery(table, layer, part, language, section);
    } else if (table.columns().empty()) {
      AppendOneWay(table, part, language, section);
    } else {
      AppendCrossTable(table, layer, part, language, section);
    }
    AppendAssociation(layer, part, language, section);
    AppendLocations(table, layer, part, language, section);
  }
  AppendReliability(table, name, language, section);
  AppendReach(table, name, language, section);
}

}  // namespace lotse::reporting
