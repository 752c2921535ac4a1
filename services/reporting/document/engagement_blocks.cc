#include "services/reporting/document/engagement_blocks.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Administration;
using engagement::v1alpha::Engagement;
using engagement::v1alpha::Phase;
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

// A symbol of its own shape and a word: the state is never told by colour.
std::string StateName(Phase::State state, Language language) {
  const Wording& words = WordingOf(language);
  switch (state) {
    case Phase::STATE_PLANNED:
      return words.phase_planned;
    case Phase::STATE_ACTIVE:
      return words.phase_in_work;
    case Phase::STATE_COMPLETED:
      return words.phase_completed;
    default:
      return words.phase_state_unknown;
  }
}

std::string PhaseTitle(const Phase& phase, Language language) {
  return TextOr(phase.title(), language, phase.phase_id());
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
  if (facts.rows().empty()) return;
  *section.add_blocks()->mutable_table() = facts;
}

void AppendPhases(const Engagement& engagement, Language language, v1alpha::Section& section) {
  if (engagement.phases().empty()) return;
  const Wording& words = WordingOf(language);
  v1alpha::Table& table = AddTable(
      "process-phases", words.phases_caption,
      {words.phase_column, words.state_column, words.start_column, words.complete_column}, section);
  bool any_dash = false;
  for (const Phase& phase : engagement.phases()) {
    AddRow({TextCell(PhaseTitle(phase, language)), TextCell(StateName(phase.state(), language)),
            TextCell(FormatDate(language, phase.start_date())),
            TextCell(FormatDate(language, phase.complete_date()))},
           table);
    any_dash = any_dash || !phase.has_start_date() || !phase.has_complete_date();
  }
  if (any_dash) table.add_notes(words.phase_dash_note);
}

}  // namespace

std::string ProgrammeName(const Programme& programme, Language language) {
  return programme.short_name().empty() ? TextOr(programme.title(), language, "")
                                        : programme.short_name();
}

std::string PhaseName(const std::optional<Engagement>& engagement, absl::string_view phase_id,
                      Language language) {
  if (!engagement.has_value()) return std::string(phase_id.data(), phase_id.size());
  const auto& phases = engagement->phases();
  const auto found = std::find_if(phases.begin(), phases.end(),
                                  [&](const Phase& phase) { return phase.phase_id() == phase_id; });
  if (found != phases.end()) return PhaseTitle(*found, language);
  return absl::Substitute(WordingOf(language).phase_not_of_engagement, phase_id);
}

std::optional<v1alpha::Section> ProcessSection(const ProcessInputs& inputs, Language language) {
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
  if (inputs.engagement.has_value()) AppendPhases(*inputs.engagement, language, section);
  return section;
}

std::string ProcessSummary(const ProcessInputs& inputs, Language language) {
  if (!inputs.engagement.has_value() || inputs.engagement->phases().empty()) return "";
  const Wording& words = WordingOf(language);
  const auto& phases = inputs.engagement->phases();
  const int64_t completed = std::count_if(phases.begin(), phases.end(), [](const Phase& phase) {
    return phase.state() == Phase::STATE_COMPLETED;
  });
  const auto active = std::find_if(phases.begin(), phases.end(), [](const Phase& phase) {
    return phase.state() == Phase::STATE_ACTIVE;
  });
  return absl::StrCat(absl::Substitute(words.phases_done, FormatInteger(language, completed),
                                       FormatInteger(language, phases.size())),
                      " ",
                      active == phases.end()
                          ? words.phase_none_active
                          : absl::Substitute(words.phase_active, PhaseTitle(*active, language)));
}

}  // namespace lotse::reporting
