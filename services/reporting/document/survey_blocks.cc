#include "services/reporting/document/survey_blocks.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/battery_blocks.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/chart_words.h"
#include "services/reporting/document/data_basis.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/question_blocks.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/table_sources.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using lotse::type::v1alpha::Text;
using survey::v1alpha::DisclosureRule;
using survey::v1alpha::FrequencyTable;
using survey::v1alpha::TabulateWaveResponse;

// A heading for the wave, the part and the question.
constexpr int kLevelsWithParts = 3;
// Questions of their own make a battery only if their answers are a scale of some length: two
// answers in a row of numbers are as often a yes and a no.
constexpr int kShortestScaleOfQuestions = 3;

// One question, the items of a matrix, or questions of their own with the same scale.
struct Question {
  std::vector<const FrequencyTable*> items;

  // What its id is made of.
  const std::string& code() const {
    const FrequencyTable& first = *items.front();
    return first.matrix_code().empty() ? first.code() : first.matrix_code();
  }
};

// A part of the questionnaire.
struct Part {
  std::string title;
  std::vector<Question> questions;
};

bool ContinuesMatrix(const FrequencyTable& before, const FrequencyTable& table) {
  return !table.matrix_code().empty() && before.matrix_code() == table.matrix_code();
}

// Whether both are questions of their own with the same scale.
bool ContinuesScale(const FrequencyTable& before, const FrequencyTable& table, Language language) {
  if (!before.matrix_code().empty() || !table.matrix_code().empty()) return false;
  if (!HasFigures(before) || !HasFigures(table)) return false;
  if (table.multiple_choice() != before.multiple_choice()) return false;
  const std::optional<Scale> scale = ScaleOf(table);
  return scale.has_value() && scale->end - scale->first >= kShortestScaleOfQuestions &&
         SameOptions(before, table, language);
}

// Puts the tables, which come in the order of the questionnaire, back into its parts and
// questions.
std::vector<Part> SplitIntoParts(const TabulateWaveResponse& response, Language language) {
  std::vector<Part> parts;
  for (const FrequencyTable& table : response.tables()) {
    std::string title = TextOr(table.section(), language, "");
    if (parts.empty() || parts.back().title != title) parts.push_back({std::move(title), {}});
    std::vector<Question>& questions = parts.back().questions;
    const FrequencyTable* before = questions.empty() ? nullptr : questions.back().items.back();
    if (before == nullptr ||
        !(ContinuesMatrix(*before, table) || ContinuesScale(*before, table, language))) {
      questions.push_back({});
    }
    questions.back().items.push_back(&table);
  }
  return parts;
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

// What a question is about, as the heading of its section.
std::string HeadingOf(const Question& question, Language language) {
  const FrequencyTable& first = *question.items.front();
  if (question.items.size() == 1 || !first.matrix_code().empty()) {
    return QuestionTitle(first, language);
  }
  const int last = ScaleOf(first)->end - 1;
  return absl::Substitute(SurveyWordingOf(language).questions_of_scale,
                          LabelOf(first.rows(0), language), LabelOf(first.rows(last), language));
}

std::string TitleOfItem(const FrequencyTable& item, Language language) {
  return item.matrix_code().empty() ? QuestionTitle(item, language) : ItemTitle(item, language);
}

// The items of a battery: one table and one chart for all. Where there is none that helps to read
// across them, they follow one by one.
void AppendItems(const Question& question, const DisclosureRule& rule, Language language,
                 absl::string_view wave_id, v1alpha::Section& section) {
  std::vector<std::string> titles;
  for (const FrequencyTable* item : question.items) titles.push_back(TitleOfItem(*item, language));
  const FrequencyTable* model = BatteryModel(question.items, language);
  if (model != nullptr) {
    const std::string code = PartOfCode(question.code());
    const std::optional<Scale> scale = DrawnScaleOf(*model, language);
    const v1alpha::Table table = BatteryTable(question.items, titles, rule, language,
                                              absl::StrCat(wave_id, "--battery-", code));
    if (scale.has_value()) {
      AppendBatteryBars(table, *scale, model->rows_size() + 1, HeadingOf(question, language),
                        language, absl::StrCat(wave_id, "--bars-", code), section);
    }
    *section.add_blocks()->mutable_table() = table;
    if (scale.has_value()) return;
  }
  for (size_t i = 0; i < question.items.size(); ++i) {
    AppendQuestion(*question.items[i], titles[i], rule, language, wave_id, section);
  }
}

void AppendQuestionSection(const Question& question, const DisclosureRule& rule, Language language,
                           absl::string_view wave_id, v1alpha::Section& section) {
  v1alpha::Section& out =
      AddSection(absl::StrCat(wave_id, "--question-", PartOfCode(question.code())),
                 HeadingOf(question, language), section);
  if (question.items.size() > 1 || !question.items.front()->matrix_code().empty()) {
    AppendItems(question, rule, language, wave_id, out);
  } else {
    AppendQuestion(*question.items.front(), "", rule, language, wave_id, out);
  }
}

void AppendWave(const TabulateWaveResponse& response, Language language, int number, int levels,
                v1alpha::Section& section) {
  const std::string wave_id =
      absl::StrCat(section.section_id(), "-", PartOfName(response.wave().name()));
  v1alpha::Section& out = AddSection(wave_id, WaveTitle(response, language, number), section);
  AddParagraph(WaveSummary(response, language, number), out);
  AppendProtectionNote(response.disclosure_rule(), language, out);
  AppendLanguageNote(response, language, out);

  const std::vector<Part> parts = SplitIntoParts(response, language);
  const bool with_parts =
      levels >= kLevelsWithParts && !(parts.size() == 1 && parts.front().title.empty());
  int part_number = 0;
  for (const Part& part : parts) {
    ++part_number;
    const std::string title =
        part.title.empty() ? absl::Substitute(WordingOf(language).section_untitled, part_number)
                           : part.title;
    v1alpha::Section& parent =
        with_parts ? AddSection(absl::StrCat(wave_id, "--part-",
                                             PartOfCode(part.questions.front().code())),
                                title, out)
                   : out;
    for (const Question& question : part.questions) {
      AppendQuestionSection(question, response.disclosure_rule(), language, wave_id, parent);
    }
  }
}

}  // namespace

void AppendSurvey(const ReportInputs& inputs, int levels, v1alpha::Section& section) {
  int number = 0;
  for (const TabulateWaveResponse& wave : inputs.waves) {
    AppendWave(wave, inputs.language, ++number, levels, section);
    NameSourcesBelow(inputs, {wave.wave().name()},
                     *section.mutable_sections(section.sections_size() - 1));
  }
}

}  // namespace lotse::reporting
