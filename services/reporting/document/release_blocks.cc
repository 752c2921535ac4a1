#include "services/reporting/document/release_blocks.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/part_ids.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/question_blocks.h"
#include "services/reporting/document/release_tables.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/document/survey_texts.h"
#include "services/reporting/document/table_sources.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::FrequencyTable;
using survey::v1alpha::Release;
using survey::v1alpha::ReleasedTable;
using survey::v1alpha::Table;
using survey::v1alpha::TableSpec;
using survey::v1alpha::TableVariable;

// Where 0 stands for it. Source: release.proto.
constexpr int kUsualMinimumBase = 10;
constexpr int kUsualMinimumCell = 5;

// The variables of a wave in words, by their codes.
class Variables {
 public:
  Variables(const ReportInputs& inputs, const Release& release) : language_(inputs.language) {
    const std::string wave = WaveOfRelease(release.name());
    for (const auto& response : inputs.waves) {
      if (response.wave().name() != wave) continue;
      for (const FrequencyTable& table : response.tables()) Add(table);
    }
    for (const ReleaseWave& of : inputs.release_waves) {
      if (of.told.wave().name() != wave) continue;
      for (const TableVariable& variable : of.variables) Add(variable);
    }
  }

  std::string TitleOf(const std::string& code) const {
    const auto found = titles_.find(code);
    return found == titles_.end() ? code : found->second;
  }

  // What a table is about, with who is counted.
  std::string TitleOf(const TableSpec& spec) const {
    const SurveyWording& words = SurveyWordingOf(language_);
    std::string title;
    if (!spec.battery().empty()) {
      std::vector<std::string> items;
      for (const std::string& item : spec.battery()) items.push_back(TitleOf(item));
      title = absl::Substitute(words.battery_of, JoinList(items, language_));
    } else if (!spec.variables().empty()) {
      title = TitleOf(spec.variables(0));
      if (spec.variables_size() > 1) {
        title = absl::Substitute(words.by, title, TitleOf(spec.variables(1)));
      }
    }
    if (spec.filters().empty()) return title;
    std::vector<std::string> filters;
    for (const auto& filter : spec.filters()) {
      std::vector<std::string> options;
      for (const std::string& option : filter.options()) {
        const auto found = options_.find({filter.variable(), option});
        options.push_back(found == options_.end() ? option : found->second);
      }
      filters.push_back(
          absl::Substitute(words.filter, TitleOf(filter.variable()), JoinList(options, language_)));
    }
    return absl::Substitute(words.among, title, JoinList(filters, language_));
  }

  // The variable of the layers; empty if there are none.
  std::string LayerOf(const TableSpec& spec) const {
    const int place = spec.battery().empty() ? 2 : 0;
    return spec.variables_size() > place ? TitleOf(spec.variables(place)) : "";
  }

 private:
  void Add(const FrequencyTable& table) {
    titles_[table.code()] =
        table.matrix_code().empty() ? QuestionTitle(table, language_) : ItemTitle(table, language_);
    for (const auto& row : table.rows()) {
      options_[{table.code(), row.code()}] = TextOr(row.label(), language_, row.code());
    }
  }

  void Add(const TableVariable& variable) {
    const std::string& code = variable.code();
    titles_[code] = TextOr(variable.has_item() ? variable.item() : variable.question(), language_,
                           absl::Substitute(WordingOf(language_).question_untitled, code));
    for (const auto& category : variable.categories()) {
      options_[{code, category.code()}] = TextOr(category.label(), language_, category.code());
    }
  }

  Language language_;
  std::map<std::string, std::string> titles_;
  std::map<std::pair<std::string, std::string>, std::string> options_;
};

int OrUsual(int value, int usual) { return value > 0 ? value : usual; }

std::string RuleOf(const Table& table, const Release& release, Language language) {
  const SurveyWording& words = SurveyWordingOf(language);
  switch (table.refusal()) {
    case Table::REFUSAL_BASE_TOO_SMALL:
      return absl::Substitute(
          words.refused_base,
          FormatInteger(language, OrUsual(release.minimum_base(), kUsualMinimumBase)));
    case Table::REFUSAL_SINGLES_OUT:
      return words.refused_singles_out;
    case Table::REFUSAL_NOT_PROTECTABLE:
      return words.refused_not_protectable;
    case Table::REFUSAL_EFFORT:
      return words.refused_effort;
    case Table::REFUSAL_ERASED:
      return words.refused_erased;
    default:
      return words.refused_other;
  }
}

void AppendProtection(const Release& release, Language language, v1alpha::Section& section) {
  const SurveyWording& words = SurveyWordingOf(language);
  AddParagraph(release.has_responses()
                   ? absl::Substitute(FormFor(words.release_responses, release.responses()),
                                      FormatInteger(language, release.responses()))
                   : words.release_responses_protected,
               section);
  AddParagraph(absl::Substitute(
                   words.release_protection,
                   FormatInteger(language, OrUsual(release.minimum_base(), kUsualMinimumBase)),
                   FormatInteger(language, OrUsual(release.minimum_cell(), kUsualMinimumCell) - 1)),
               section, v1alpha::Paragraph::KIND_NOTE);
}

void AppendRelease(const ReportInputs& inputs, const ReleaseInputs& from, int number,
                   v1alpha::Section& section) {
  const Language language = inputs.language;
  const SurveyWording& words = SurveyWordingOf(language);
  const std::string id = absl::StrCat(section.section_id(), "-", PartOfName(from.release.name()));
  v1alpha::Section& out = AddSection(
      id, TextOr(from.release.title(), language, absl::Substitute(words.release_untitled, number)),
      section);
  AppendProtection(from.release, language, out);
  if (from.tables.empty()) AddParagraph(words.release_empty, out);
  const Variables variables(inputs, from.release);
  for (const ReleasedTable& released : from.tables) {
    const Table& table = released.table();
    const ReleasedTableName name = {absl::StrCat(id, "--", LastPartOf(released.name())),
                                    variables.TitleOf(table.spec()),
                                    variables.LayerOf(table.spec())};
    if (table.refusal() == Table::REFUSAL_UNSPECIFIED) {
      AppendReleasedTable(table, name, language, out);
    } else {
      AddParagraph(
          absl::Substitute(words.refused, name.title, RuleOf(table, from.release, language)), out,
          v1alpha::Paragraph::KIND_NOTE);
    }
  }
  NameSourcesBelow(inputs, {from.release.name(), absl::StrCat(from.release.name(), "/tables")},
                   out);
}

}  // namespace

void AppendReleases(const ReportInputs& inputs, v1alpha::Section& section) {
  int number = 0;
  for (const ReleaseInputs& release : inputs.releases) {
    AppendRelease(inputs, release, ++number, section);
  }
}

}  // namespace lotse::reporting
