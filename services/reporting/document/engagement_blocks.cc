#include "services/reporting/document/engagement_blocks.h"

#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Programme;

std::string LevelName(Administration::Level level, Language language) {
  const Wording& words = WordingOf(language);
  switch (level) {
    case Administration::LEVEL_MUNICIPALITY:
      return words.level_municipality;
    case Administration::LEVEL_ASSOCIATION:
      return words.level_association;
    case Administration::LEVEL_DISTRICT:
      return words.level_district;
    case Administration::LEVEL_DISTRICT_TOWN:
      return words.level_district_town;
    default:
      return "";
  }
}

std::string Period(const Engagement& engagement, Language language) {
  const std::string first = FormatDate(language, engagement.start_date());
  const std::string last = FormatDate(language, engagement.end_date());
  if (first.empty() || last.empty()) return "";
  return absl::Substitute(WordingOf(language).period, first, last);
}

void AddFact(absl::string_view what, const std::string& value, v1alpha::Table& table) {
  if (!value.empty()) AddRow({TextCell(what), TextCell(value)}, table);
}

void AppendFacts(const ProcessInputs& inputs, Language language, v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  v1alpha::Table facts;
  facts.set_table_id("process-facts");
  facts.set_caption(words.facts_caption);
  facts.add_columns(words.fact_column);
  facts.add_columns(words.value_column);
  if (inputs.administration.has_value()) {
    const Administration& administration = *inputs.administration;
    AddFact(words.fact_administration, TextOr(administration.title(), language, ""), facts);
    AddFact(words.fact_level, LevelName(administration.level(), language), facts);
    if (administration.population() > 0) {
      AddRow({TextCell(words.fact_population), IntegerCell(administration.population())}, facts);
    }
  }
  if (inputs.programme.has_value()) {
    AddFact(words.fact_programme,
            TextOr(inputs.programme->title(), language, inputs.programme->short_name()), facts);
  }
  if (inputs.engagement.has_value()) {
    AddFact(words.fact_period, Period(*inputs.engagement, language), facts);
  }
  AddFact(words.fact_tracks, TrackNames(inputs, language), facts);
  if (facts.rows().empty()) return;
  *section.add_blocks()->mutable_table() = facts;
}

}  // namespace

std::string ProgrammeName(const Programme& programme, Language language) {
  return programme.short_name().empty() ? TextOr(programme.title(), language, "")
                                        : programme.short_name();
}

std::optional<v1alpha::Section> ProcessSection(const ProcessInputs& inputs,
                                               const google::type::Date& as_of, Language language) {
  if (!inputs.programme.has_value() && !inputs.administration.has_value() &&
      !inputs.engagement.has_value()) {
    return std::nullopt;
  }
  const Wording& words = WordingOf(language);
  v1alpha::Section section;
  section.set_section_id("process");
  section.set_title(words.process_heading);
  AddParagraph(words.process_intro, section);
  AppendFacts(inputs, language, section);
  AppendPhases(inputs, as_of, language, section);
  return section;
}

}  // namespace lotse::reporting
