#include "services/reporting/document/source_blocks.h"

#include <algorithm>

#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/survey_blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

using survey::v1alpha::TabulateWaveResponse;
using v1alpha::Source;

constexpr char kEngagement[] = "engagement";
constexpr char kSurvey[] = "survey";

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

std::string StateName(Source::State state, Language language) {
  const Wording& words = WordingOf(language);
  switch (state) {
    case Source::STATE_REACHED:
      return words.source_reached;
    case Source::STATE_UNREACHABLE:
      return words.source_unreachable;
    default:
      return words.source_state_unknown;
  }
}

void AppendSources(absl::Span<const Source> sources, Language language, v1alpha::Section& section) {
  const Wording& words = WordingOf(language);
  if (sources.empty()) {
    AddParagraph(words.origin_none, section);
    return;
  }
  AddParagraph(words.origin_intro, section);
  v1alpha::Table& table = AddTable(
      "origin-sources", words.sources_caption,
      {words.source_column, words.service_column, words.reached_column, words.revision_column},
      section);
  for (const Source& source : sources) {
    AddRow({TextCell(source.resource()), TextCell(ServiceName(source.service(), language)),
            TextCell(StateName(source.state(), language)), TextCell(source.revision())},
           table);
  }
}

void AppendInstruments(absl::Span<const TabulateWaveResponse> waves, Language language,
                       v1alpha::Section& section) {
  if (waves.empty()) return;
  const Wording& words = WordingOf(language);
  v1alpha::Table& table =
      AddTable("origin-instruments", words.instruments_caption,
               {words.wave_column, words.instrument_column, words.sha256_column}, section);
  int number = 0;
  for (const TabulateWaveResponse& wave : waves) {
    AddRow({TextCell(WaveTitle(wave, language, ++number)),
            TextCell(TextOr(wave.instrument_title(), language, wave.wave().instrument())),
            TextCell(wave.instrument_sha256())},
           table);
  }
}

}  // namespace

std::vector<std::string> MissingSources(absl::Span<const Source> sources, Language language) {
  std::vector<std::string> seen;
  std::vector<std::string> sentences;
  for (const Source& source : sources) {
    if (source.state() != Source::STATE_UNREACHABLE) continue;
    if (std::find(seen.begin(), seen.end(), source.service()) != seen.end()) continue;
    seen.push_back(source.service());
    const bool partly = std::any_of(sources.begin(), sources.end(), [&](const Source& other) {
      return other.service() == source.service() && other.state() == Source::STATE_REACHED;
    });
    sentences.push_back(MissingSentence(source.service(), partly, language));
  }
  return sentences;
}

v1alpha::Section OriginSection(absl::Span<const Source> sources,
                               absl::Span<const TabulateWaveResponse> waves, Language language) {
  v1alpha::Section section;
  section.set_section_id("origin");
  section.set_title(WordingOf(language).origin_heading);
  AppendSources(sources, language, section);
  AppendInstruments(waves, language, section);
  return section;
}

}  // namespace lotse::reporting
