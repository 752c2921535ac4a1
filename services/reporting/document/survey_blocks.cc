#include "services/reporting/document/survey_blocks.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/question_blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using lotse::type::v1alpha::Text;
using survey::v1alpha::DisclosureRule;
using survey::v1alpha::FrequencyTable;
using survey::v1alpha::ResponseRate;
using survey::v1alpha::TabulateWaveResponse;

// A table with its position in the wave, from 1.
struct NumberedTable {
  const FrequencyTable* table;
  int number;
};

// A question: one table, or one per item of a matrix.
using QuestionTables = std::vector<NumberedTable>;

// A part of the questionnaire.
struct Part {
  std::string title;
  std::vector<QuestionTables> questions;
};

// Puts the tables, which come in the order of the questionnaire, back into its
// parts and questions.
std::vector<Part> SplitIntoParts(const TabulateWaveResponse& response, Language language) {
  std::vector<Part> parts;
  int number = 0;
  for (const FrequencyTable& table : response.tables()) {
    std::string title = TextOr(table.section(), language, "");
    if (parts.empty() || parts.back().title != title) parts.push_back({std::move(title), {}});
    std::vector<QuestionTables>& questions = parts.back().questions;
    const bool continues = !questions.empty() && !table.matrix_code().empty() &&
                           questions.back().back().table->matrix_code() == table.matrix_code();
    if (!continues) questions.emplace_back();
    questions.back().push_back({&table, ++number});
  }
  return parts;
}

std::string FieldPeriod(const survey::v1alpha::Wave& wave, Language language) {
  const Wording& words = WordingOf(language);
  const std::string first = FormatDate(language, wave.start_date());
  const std::string last = FormatDate(language, wave.end_date());
  if (first.empty() || last.empty()) return words.unknown_value;
  return first == last ? first : absl::Substitute(words.period, first, last);
}

// Possible where a questionnaire was passed on or the invited were estimated.
// A rate above the whole would look like an error of the report.
bool HasMoreThanInvited(const ResponseRate& rate) {
  return rate.has_responses() && rate.has_invited() && rate.responses() > rate.invited();
}

v1alpha::Cell RateCell(const ResponseRate& rate, Language language) {
  if (!rate.has_responses()) return ProtectedCell();
  if (!rate.has_rate_per_mille() || rate.invited() < 1 || HasMoreThanInvited(rate)) {
    return TextCell(WordingOf(language).no_rate_value);
  }
  return ShareCell(MakeShare(rate.responses(), rate.invited(), rate.rate_per_mille()));
}

// Without the responses all figures of the rate are protected, also the number
// of those invited; with them, an absent number means that it is unknown.
void AppendDataBasis(const TabulateWaveResponse& response, const ProcessInputs& process,
                     Language language, absl::string_view wave_id, v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  const ResponseRate& rate = response.response_rate();
  v1alpha::Cell invited = ProtectedCell();
  if (rate.has_invited()) {
    invited = IntegerCell(rate.invited());
  } else if (rate.has_responses()) {
    invited = TextCell(words.unknown_value);
  }
  v1alpha::Table& table = AddTable(absl::StrCat(wave_id, "-data"), words.data_caption,
                                   {words.fact_column, words.value_column}, section);
  AddRow({TextCell(words.invited_row), invited}, table);
  AddRow({TextCell(words.responses_row),
          rate.has_responses() ? IntegerCell(rate.responses()) : ProtectedCell()},
         table);
  AddRow({TextCell(words.rate_row), RateCell(rate, language)}, table);
  AddRow({TextCell(words.field_period_row), TextCell(FieldPeriod(response.wave(), language))},
         table);
  if (const std::string& phase_id = response.wave().phase_id(); !phase_id.empty()) {
    AddRow({TextCell(words.phase_column), TextCell(PhaseName(process, phase_id, language))}, table);
  }
  AddRow(
      {TextCell(words.instrument_row), TextCell(TextOr(response.instrument_title(), language, ""))},
      table);
  if (HasMoreThanInvited(rate)) table.add_notes(words.more_than_invited_note);
}

void AppendProtectionNote(const DisclosureRule& rule, Language language,
                          v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  const bool known = rule.minimum_base() > 0 && rule.minimum_cell() > 1;
  AddParagraph(
      known ? absl::Substitute(words.protection_note, FormatInteger(language, rule.minimum_base()),
                               FormatInteger(language, rule.minimum_cell() - 1))
            : words.protection_note_plain,
      section, v1alpha::Paragraph::KIND_NOTE);
}

// Says in which language the questions appear if none of them has a wording in
// that of the report. The labels of answers do not count: those of classes are
// not part of the questionnaire and exist in every language.
void AppendLanguageNote(const TabulateWaveResponse& response, Language language,
                        v1alpha::Section& section) {
  const Language other = language == Language::kGerman ? Language::kEnglish : Language::kGerman;
  bool any_wording = false;
  bool all_in_other = true;
  for (const FrequencyTable& table : response.tables()) {
    for (const Text* text : {&table.question(), &table.item()}) {
      for (const Text::Variant& variant : text->variants()) {
        if (IsOfLanguage(variant.language(), language)) return;
        any_wording = true;
        all_in_other = all_in_other && IsOfLanguage(variant.language(), other);
      }
    }
  }
  if (!any_wording) return;
  const Wording& words = WordingOf(language);
  AddParagraph(
      all_in_other ? words.questions_in_one_other_language : words.questions_in_other_languages,
      section, v1alpha::Paragraph::KIND_NOTE);
}

// A section for one question, with sub-sections for the items of a matrix.
void AppendQuestionSection(const QuestionTables& question, const DisclosureRule& rule,
                           Language language, absl::string_view wave_id, int number,
                           v1alpha::Section& section) {
  const FrequencyTable& first = *question.front().table;
  v1alpha::Section& out = AddSection(absl::StrCat(wave_id, "-question-", number),
                                     QuestionTitle(first, language), section);
  if (first.matrix_code().empty()) {
    AppendQuestion(first, rule, language, wave_id, question.front().number, out);
    return;
  }
  std::vector<const FrequencyTable*> items;
  for (const NumberedTable& item : question) items.push_back(item.table);
  AppendOverview(items, language, absl::StrCat(wave_id, "-overview-", number), out);
  for (const NumberedTable& item : question) {
    v1alpha::Section& inner = AddSection(absl::StrCat(wave_id, "-item-", item.number),
                                         ItemTitle(*item.table, language), out);
    AppendQuestion(*item.table, rule, language, wave_id, item.number, inner);
  }
}

std::string TookPart(const TabulateWaveResponse& response, Language language,
                     absl::string_view title) {
  const Wording& words = WordingOf(language);
  const ResponseRate& rate = response.response_rate();
  if (!rate.has_responses()) return absl::Substitute(words.took_part_protected, title);
  const std::string responses = FormatInteger(language, rate.responses());
  if (HasMoreThanInvited(rate)) {
    return absl::Substitute(FormFor(words.more_than_invited, rate.invited()), responses, title,
                            FormatInteger(language, rate.invited()));
  }
  if (!rate.has_invited() || !rate.has_rate_per_mille()) {
    return absl::Substitute(FormFor(words.took_part_of_unknown, rate.responses()), responses,
                            title);
  }
  return absl::Substitute(FormFor(words.took_part, rate.responses()), responses, title,
                          FormatInteger(language, rate.invited()),
                          FormatPerMille(language, rate.rate_per_mille()));
}

}  // namespace

std::string WaveTitle(const TabulateWaveResponse& response, Language language, int number) {
  return TextOr(response.wave().title(), language,
                absl::Substitute(WordingOf(language).wave_untitled, number));
}

std::string WaveSummary(const TabulateWaveResponse& response, Language language, int number) {
  const Wording& words = WordingOf(language);
  const int64_t shown =
      std::count_if(response.tables().begin(), response.tables().end(), HasFigures);
  return absl::StrCat(TookPart(response, language, WaveTitle(response, language, number)), " ",
                      shown == 0 ? words.shows_no_tables
                                 : absl::Substitute(FormFor(words.shows_tables, shown),
                                                    FormatInteger(language, shown)));
}

v1alpha::Section WaveSection(const TabulateWaveResponse& response, const ProcessInputs& process,
                             Language language, int number) {
  const std::string wave_id = absl::StrCat("wave-", number);
  v1alpha::Section out;
  out.set_section_id(wave_id);
  out.set_title(WaveTitle(response, language, number));
  AppendDataBasis(response, process, language, wave_id, out);
  AppendProtectionNote(response.disclosure_rule(), language, out);
  AppendLanguageNote(response, language, out);

  const std::vector<Part> parts = SplitIntoParts(response, language);
  const bool without_parts = parts.size() == 1 && parts.front().title.empty();
  int question_number = 0;
  int part_number = 0;
  for (const Part& part : parts) {
    ++part_number;
    const std::string title =
        part.title.empty() ? absl::Substitute(WordingOf(language).section_untitled, part_number)
                           : part.title;
    v1alpha::Section& parent =
        without_parts ? out : AddSection(absl::StrCat(wave_id, "-part-", part_number), title, out);
    for (const QuestionTables& question : part.questions) {
      AppendQuestionSection(question, response.disclosure_rule(), language, wave_id,
                            ++question_number, parent);
    }
  }
  return out;
}

}  // namespace lotse::reporting
