#include "services/reporting/document/question_blocks.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::DisclosureRule;
using survey::v1alpha::FrequencyRow;
using survey::v1alpha::FrequencyTable;

constexpr int kMostOverviewColumns = 11;
// Where the shares of a one-way table stand.
constexpr int kShareColumn = 2;

std::string WithBase(const char* caption, const FrequencyTable& table, Language language) {
  return absl::Substitute(WordingOf(language).caption_with_base, caption,
                          FormatInteger(language, table.base()));
}

// A note with a count, in the form for that count.
std::string CountNote(const Plural& wording, int64_t count, Language language) {
  return absl::Substitute(FormFor(wording, count), FormatInteger(language, count));
}

std::string WhyNotShown(const FrequencyTable& table, const DisclosureRule& rule,
                        Language language) {
  const Wording& words = WordingOf(language);
  switch (table.not_shown()) {
    case FrequencyTable::NOT_SHOWN_BASE_TOO_SMALL:
      if (rule.minimum_base() < 1) return words.not_shown_base_plain;
      return absl::Substitute(words.not_shown_base, FormatInteger(language, rule.minimum_base()));
    case FrequencyTable::NOT_SHOWN_FREE_TEXT:
      return words.not_shown_free_text;
    case FrequencyTable::NOT_SHOWN_NO_CLASSES:
      return words.not_shown_no_classes;
    case FrequencyTable::NOT_SHOWN_FILE:
      return words.not_shown_file;
    case FrequencyTable::NOT_SHOWN_CONDITION:
      return words.not_shown_condition;
    default:
      return words.not_shown_other;
  }
}

// Explains the protected rows of a table, if it has any.
void AddProtectionNote(const FrequencyTable& table, Language language, v1alpha::Table& out) {
  const Wording& words = WordingOf(language);
  const int64_t hidden =
      std::count_if(table.rows().begin(), table.rows().end(),
                    [&](const FrequencyRow& row) { return !IsShown(table, row); });
  if (hidden == 0) return;
  if (!table.has_protected_count()) {
    out.add_notes(CountNote(words.protected_multiple_note, hidden, language));
    return;
  }
  const char* wording =
      table.has_missing() ? words.protected_note : words.protected_with_missing_note;
  out.add_notes(absl::Substitute(wording, Answers(language, hidden),
                                 Persons(language, table.protected_count())));
}

void AddNotes(const FrequencyTable& table, Language language, v1alpha::Table& out) {
  const Wording& words = WordingOf(language);
  out.add_notes(CountNote(table.base_is_all() ? words.base_all_note : words.base_note, table.base(),
                          language));
  if (table.has_missing()) {
    out.add_notes(CountNote(words.missing_note, table.missing(), language));
  }
  if (table.not_reached() > 0) {
    out.add_notes(CountNote(words.not_reached_note, table.not_reached(), language));
  }
  if (table.multiple_choice()) out.add_notes(words.multiple_choice_note);
  AddProtectionNote(table, language, out);
}

void AppendChart(const FrequencyTable& table, Language language, absl::string_view chart_id,
                 absl::string_view table_id, v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  const std::string question = QuestionTitle(table, language);
  const std::string subject =
      table.matrix_code().empty()
          ? question
          : absl::Substitute(words.subject_of_item, question, ItemTitle(table, language));
  v1alpha::Chart& chart = AddChart(chart_id, WithBase(words.chart_title, table, language), table_id,
                                   v1alpha::Chart::FORM_BARS, {kShareColumn}, section);
  chart.set_alt_text(AltText(table, subject, language));
  chart.set_long_description(LongDescription(table, language));
}

void AppendTable(const FrequencyTable& table, Language language, absl::string_view table_id,
                 v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  v1alpha::Table& out =
      AddTable(table_id, WithBase(words.table_caption, table, language),
               {words.answer_column, words.count_column, words.share_column}, section);
  for (const FrequencyRow& row : table.rows()) {
    const v1alpha::Cell label = TextCell(LabelOf(row, language));
    if (IsShown(table, row)) {
      AddRow({label, IntegerCell(row.count()),
              ShareCell(MakeShare(row.count(), table.base(), row.share_per_mille()))},
             out);
    } else {
      AddRow({label, ProtectedCell(), ProtectedCell()}, out);
    }
  }
  AddNotes(table, language, out);
}

bool SameOptions(const FrequencyTable& a, const FrequencyTable& b) {
  return std::equal(
      a.rows().begin(), a.rows().end(), b.rows().begin(), b.rows().end(),
      [](const FrequencyRow& x, const FrequencyRow& y) { return x.code() == y.code(); });
}

// The first table of a matrix that has figures, if an overview of the matrix
// makes sense; else none.
const FrequencyTable* OverviewModel(const std::vector<const FrequencyTable*>& items) {
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
    if (!SameOptions(*model, *item)) return nullptr;
    ++with_figures;
  }
  if (with_figures < 2 || model->rows_size() > kMostOverviewColumns) return nullptr;
  return model;
}

// A row of the overview: a share per option, then the base.
v1alpha::Row OverviewRow(const FrequencyTable& item, int options, Language language) {
  v1alpha::Row out;
  *out.add_cells() = TextCell(ItemTitle(item, language));
  for (int i = 0; i < options; ++i) {
    const bool shown = HasFigures(item) && IsShown(item, item.rows(i));
    *out.add_cells() = shown ? ShareCell(MakeShare(item.rows(i).count(), item.base(),
                                                   item.rows(i).share_per_mille()))
                             : ProtectedCell();
  }
  *out.add_cells() = HasFigures(item) ? IntegerCell(item.base()) : ProtectedCell();
  return out;
}

bool HasProtectedCell(const v1alpha::Row& row) {
  return std::any_of(row.cells().begin(), row.cells().end(),
                     [](const v1alpha::Cell& cell) { return cell.has_protected_(); });
}

}  // namespace

bool HasFigures(const FrequencyTable& table) {
  return table.not_shown() == FrequencyTable::NOT_SHOWN_UNSPECIFIED && table.base() > 0 &&
         !table.rows().empty();
}

std::string QuestionTitle(const FrequencyTable& table, Language language) {
  const std::string& code = table.matrix_code().empty() ? table.code() : table.matrix_code();
  return TextOr(table.question(), language,
                absl::Substitute(WordingOf(language).question_untitled, code));
}

std::string ItemTitle(const FrequencyTable& table, Language language) {
  return TextOr(table.item(), language,
                absl::Substitute(WordingOf(language).question_untitled, table.code()));
}

void AppendQuestion(const FrequencyTable& table, const DisclosureRule& rule, Language language,
                    absl::string_view wave_id, int number, v1alpha::Section& section) {
  if (!HasFigures(table)) {
    AddParagraph(WhyNotShown(table, rule, language), section, v1alpha::Paragraph::KIND_NOTE);
    return;
  }
  const std::string table_id = absl::StrCat(wave_id, "-table-", number);
  AppendChart(table, language, absl::StrCat(wave_id, "-chart-", number), table_id, section);
  AppendTable(table, language, table_id, section);
}

void AppendOverview(const std::vector<const FrequencyTable*>& items, Language language,
                    absl::string_view table_id, v1alpha::Section& section) {
  const FrequencyTable* model = OverviewModel(items);
  if (model == nullptr) return;
  const Wording& words = WordingOf(language);
  v1alpha::Table& out = AddTable(table_id, words.overview_caption, {words.item_column}, section);
  for (const FrequencyRow& row : model->rows()) out.add_columns(LabelOf(row, language));
  out.add_columns(words.base_column);
  bool any_protected = false;
  for (const FrequencyTable* item : items) {
    v1alpha::Row& row = *out.add_rows();
    row = OverviewRow(*item, model->rows_size(), language);
    any_protected = any_protected || HasProtectedCell(row);
  }
  out.add_notes(words.overview_note);
  if (any_protected) out.add_notes(words.protected_row_note);
}

}  // namespace lotse::reporting
