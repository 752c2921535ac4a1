#include "services/reporting/document/source_blocks.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "runtime/types/date.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/data_basis.h"
#include "services/reporting/document/release_waves.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/document/usual/usual_templates.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::TabulateWaveResponse;
using v1alpha::Source;

constexpr char kEngagement[] = "engagement";
constexpr char kSurvey[] = "survey";

// Ids of rules. Who changes how figures are made raises the version in RulesOf.
constexpr char kAchievement[] = "achievement";
constexpr char kRounding[] = "rounding";
constexpr char kStatus[] = "status";
constexpr char kSuppression[] = "suppression";
constexpr char kUsualTemplate[] = "usual-template";

std::string MissingSentence(const std::string& service, bool partly, Language language) {
  const Wording& words = WordingOf(language);
  if (service == kSurvey) {
    return partly ? words.survey_partly_unreachable : words.survey_unreachable;
  }
  if (service == kEngagement) {
    return partly ? words.engagement_partly_unreachable : words.engagement_unreachable;
  }
  return absl::Substitute(words.service_unreachable, service);
}

std::string ServiceName(const std::string& service, Language language) {
  if (service == kEngagement) return WordingOf(language).service_engagement;
  if (service == kSurvey) return WordingOf(language).service_survey;
  return service;
}

// Of an unreachable source that is shown even so, how old it is.
std::string StateName(const Source& source, const ReportInputs& inputs) {
  const Wording& words = WordingOf(inputs.language);
  if (source.state() == Source::STATE_REACHED) return words.source_reached;
  if (source.state() != Source::STATE_UNREACHABLE) return words.source_state_unknown;
  if (!IsFullDate(source.last_reached_date())) return words.source_unreachable;
  const int64_t days =
      types::ToCivil(inputs.as_of_date) - types::ToCivil(source.last_reached_date());
  return absl::Substitute(FormFor(ReportWordingOf(inputs.language).unreachable_since, days),
                          FormatDate(inputs.language, source.last_reached_date()),
                          FormatInteger(inputs.language, days));
}

void AppendSources(const ReportInputs& inputs, v1alpha::Section& section) {
  const Wording& words = WordingOf(inputs.language);
  if (inputs.sources.empty()) {
    AddParagraph(words.origin_none, section);
    return;
  }
  AddParagraph(words.origin_intro, section);
  v1alpha::Table& table = AddTable(
      absl::StrCat(section.section_id(), "-sources"), words.sources_caption,
      {words.source_column, words.service_column, words.reached_column, words.revision_column},
      section);
  for (const Source& source : inputs.sources) {
    AddRow({TextCell(source.resource()), TextCell(ServiceName(source.service(), inputs.language)),
            TextCell(StateName(source, inputs)), TextCell(source.revision())},
           table);
  }
}

// The numbers of entries are ids, no figures.
void AppendLogHeads(const ReportInputs& inputs, v1alpha::Section& section) {
  if (inputs.log_heads.empty()) return;
  const Wording& words = WordingOf(inputs.language);
  const ReportWording& report_words = ReportWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-logs"), report_words.log_heads_caption,
               {report_words.owner_column, words.service_column, report_words.entry_column,
                words.sha256_column},
               section);
  for (const v1alpha::LogHead& head : inputs.log_heads) {
    AddRow({TextCell(head.owner()), TextCell(ServiceName(head.service(), inputs.language)),
            TextCell(FormatInteger(inputs.language, head.sequence())), TextCell(head.sha256())},
           table);
  }
  table.add_notes(report_words.log_heads_note);
}

void AppendInstruments(const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<const TabulateWaveResponse*> waves = WavesOf(inputs);
  if (waves.empty()) return;
  const Wording& words = WordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-instruments"), words.instruments_caption,
               {words.wave_column, words.instrument_column, words.sha256_column}, section);
  int number = 0;
  for (const TabulateWaveResponse* wave : waves) {
    AddRow({TextCell(WaveTitle(*wave, inputs.language, ++number)),
            TextCell(TextOr(wave->instrument_title(), inputs.language, wave->wave().instrument())),
            TextCell(wave->instrument_sha256())},
           table);
  }
}

// Where quotes and themes come from, and what was released as a whole.
void AppendMaterials(const ReportInputs& inputs, v1alpha::Section& section) {
  if (inputs.materials.empty()) return;
  const ReportWording& words = ReportWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-materials"), words.materials_caption,
               {words.material_column, words.name_column, WordingOf(inputs.language).sha256_column},
               section);
  for (const survey::v1alpha::MaterialRelease& from : inputs.materials) {
    AddRow({TextCell(TextOr(from.title(), inputs.language, "")), TextCell(from.name()),
            TextCell(from.content_sha256())},
           table);
  }
}

std::string RuleName(const std::string& rule_id, Language language) {
  const ReportWording& words = ReportWordingOf(language);
  if (rule_id == kAchievement) return words.rule_achievement;
  if (rule_id == kRounding) return words.rule_rounding;
  if (rule_id == kStatus) return words.rule_status;
  if (rule_id == kSuppression) return words.rule_suppression;
  return words.rule_usual_template;
}

void AppendRules(const ReportInputs& inputs, v1alpha::Section& section) {
  const ReportWording& words = ReportWordingOf(inputs.language);
  v1alpha::Table& table =
      AddTable(absl::StrCat(section.section_id(), "-rules"), words.rules_caption,
               {words.rule_column, words.version_column}, section);
  for (const v1alpha::RuleVersion& rule : RulesOf(inputs)) {
    AddRow({TextCell(RuleName(rule.rule_id(), inputs.language)),
            TextCell(FormatInteger(inputs.language, rule.version()))},
           table);
  }
  if (inputs.report_template.name().empty()) return;
  AddParagraph(absl::Substitute(words.template_line, inputs.report_template.name(),
                                inputs.report_template.etag()),
               section);
}

// The first day of which a service's parts are shown, if all of them are shown even so.
std::string ShownSince(absl::Span<const Source> sources, const std::string& service,
                       Language language) {
  const google::type::Date* first = nullptr;
  for (const Source& source : sources) {
    if (source.service() != service || source.state() != Source::STATE_UNREACHABLE) continue;
    if (source.revision().empty() || !IsFullDate(source.last_reached_date())) return "";
    if (first == nullptr || types::ToCivil(source.last_reached_date()) < types::ToCivil(*first)) {
      first = &source.last_reached_date();
    }
  }
  return first == nullptr ? "" : FormatDate(language, *first);
}

std::string StaleSentence(const std::string& service, const std::string& day, Language language) {
  const ReportWording& words = ReportWordingOf(language);
  if (service == kSurvey) return absl::Substitute(words.survey_stale, day);
  if (service == kEngagement) return absl::Substitute(words.engagement_stale, day);
  return absl::Substitute(words.service_stale, service, day);
}

// Whether some parts of a service are there although others are missing.
bool IsPartlyThere(absl::Span<const Source> sources, const std::string& service) {
  return std::any_of(sources.begin(), sources.end(), [&](const Source& other) {
    return other.service() == service && !other.revision().empty();
  });
}

// Those of which something is shown. Of the log of lotse-survey nothing is: where its figures came
// all the same, readers miss nothing, and the provenance says that it was not read.
std::vector<Source> ShownOf(absl::Span<const Source> sources) {
  const bool reached = std::any_of(sources.begin(), sources.end(), [](const Source& source) {
    return source.service() == kSurvey && source.state() == Source::STATE_REACHED;
  });
  std::vector<Source> shown;
  for (const Source& source : sources) {
    if (!reached || !absl::EndsWith(source.resource(), kSurveyLog)) shown.push_back(source);
  }
  return shown;
}

v1alpha::RuleVersion Rule(const char* id, int version) {
  v1alpha::RuleVersion rule;
  rule.set_rule_id(id);
  rule.set_version(version);
  return rule;
}

}  // namespace

std::vector<std::string> MissingSources(absl::Span<const Source> all, Language language) {
  const std::vector<Source> sources = ShownOf(all);
  std::vector<std::string> seen;
  std::vector<std::string> sentences;
  for (const Source& source : sources) {
    const std::string& service = source.service();
    if (source.state() != Source::STATE_UNREACHABLE) continue;
    if (std::find(seen.begin(), seen.end(), service) != seen.end()) continue;
    seen.push_back(service);
    const std::string day = ShownSince(sources, service, language);
    sentences.push_back(day.empty()
                            ? MissingSentence(service, IsPartlyThere(sources, service), language)
                            : StaleSentence(service, day, language));
  }
  return sentences;
}

void AppendProvenance(const ReportInputs& inputs, v1alpha::Section& section) {
  AppendSources(inputs, section);
  AppendLogHeads(inputs, section);
  AppendInstruments(inputs, section);
  AppendMaterials(inputs, section);
  AppendRules(inputs, section);
}

std::vector<v1alpha::RuleVersion> RulesOf(const ReportInputs& inputs) {
  std::vector<v1alpha::RuleVersion> rules = {Rule(kAchievement, 1), Rule(kRounding, 1),
                                             Rule(kStatus, 1)};
  if (!inputs.waves.empty() || !inputs.releases.empty() || !inputs.materials.empty()) {
    rules.push_back(Rule(kSuppression, 1));
  }
  if (inputs.report_template.name().empty()) {
    rules.push_back(Rule(kUsualTemplate, UsualTemplateVersion()));
  }
  return rules;
}

}  // namespace lotse::reporting
