#include "services/reporting/document/question_blocks.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::DisclosureRule;
using survey::v1alpha::FrequencyRow;
using survey::v1alpha::FrequencyTable;

// Where the shares of a one-way table stand.
constexpr int kShareColumn = 2;

// A caption with the base of its figures; `subject` says what they are about where no heading does.
std::string WithBase(const char* caption, const std::string& subject, const FrequencyTable& table,
                     Language language) {
  const std::string about = subject.empty() ? caption : absl::StrCat(subject, " – ", caption);
  return absl::Substitute(WordingOf(language).caption_with_base, about,
                          FormatInteger(language, table.base()));
}

// A note with a count, in the form for that count.
std::string CountNote(const Plural& wording, int64_t count, Language language) {
  return absl::Substitute(FormFor(wording, count), FormatInteger(language, count));
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

void AppendChart(const FrequencyTable& table, const std::string& heading, Language language,
                 absl::string_view chart_id, absl::string_view table_id,
                 v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  const std::string question = QuestionTitle(table, language);
  const std::string subject =
      table.matrix_code().empty()
          ? question
          : absl::Substitute(words.subject_of_item, question, ItemTitle(table, language));
  v1alpha::Chart& chart = AddChart(chart_id, WithBase(words.chart_title, heading, table, language),
                                   table_id, v1alpha::Chart::FORM_BARS, {kShareColumn}, section);
  chart.set_alt_text(AltText(table, subject, language));
  chart.set_long_description(LongDescription(table, language));
}

void AppendTable(const FrequencyTable& table, const std::string& heading, Language language,
                 absl::string_view table_id, v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  v1alpha::Table& out =
      AddTable(table_id, WithBase(words.table_caption, heading, table, language),
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

}  // namespace

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

void AppendQuestion(const FrequencyTable& table, const std::string& heading,
                    const DisclosureRule& rule, Language language, absl::string_view wave_id,
                    v1alpha::Section& section) {
  if (!HasFigures(table)) {
    const std::string why = WhyNotShown(table, rule, language);
    AddParagraph(heading.empty() ? why : absl::StrCat(heading, " – ", why), section,
                 v1alpha::Paragraph::KIND_NOTE);
    return;
  }
  const std::string code = PartOfCode(table.code());
  const std::string table_id = absl::StrCat(wave_id, "--table-", code);
  AppendChart(table, heading, language, absl::StrCat(wave_id, "--chart-", code), table_id, section);
  AppendTable(table, heading, language, table_id, section);
}

}  // namespace lotse::reporting
