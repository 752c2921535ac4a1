#include "services/reporting/document/build_document.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/engagement_blocks.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/source_blocks.h"
#include "services/reporting/document/survey_blocks.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {
namespace {

std::string Title(const ReportInputs& inputs) {
  const Wording& words = WordingOf(inputs.language);
  if (inputs.process.engagement.has_value()) {
    const std::string title = TextOr(inputs.process.engagement->title(), inputs.language, "");
    if (!title.empty()) return absl::Substitute(words.report_title, title);
  }
  const std::string& name = inputs.engagement_name;
  return absl::Substitute(words.report_title_unknown, name.substr(name.rfind('/') + 1));
}

// The administration and the programme, as far as they are known.
std::string Subtitle(const ReportInputs& inputs) {
  const ProcessInputs& process = inputs.process;
  std::string subtitle;
  if (process.administration.has_value()) {
    subtitle = TextOr(process.administration->title(), inputs.language, "");
  }
  if (!process.programme.has_value()) return subtitle;
  const std::string programme = ProgrammeName(*process.programme, inputs.language);
  if (programme.empty()) return subtitle;
  return absl::StrCat(subtitle, subtitle.empty() ? "" : " · ",
                      absl::Substitute(WordingOf(inputs.language).programme_label, programme));
}

// What is missing comes first: nobody may read the figures without it.
v1alpha::Section SummarySection(const ReportInputs& inputs) {
  const Wording& words = WordingOf(inputs.language);
  v1alpha::Section section;
  section.set_section_id("summary");
  section.set_title(words.summary_heading);
  for (const std::string& sentence : MissingSources(inputs.sources, inputs.language)) {
    AddParagraph(sentence, section, v1alpha::Paragraph::KIND_WARNING);
  }
  const std::string process = ProcessSummary(inputs.process, inputs.as_of_date, inputs.language);
  if (!process.empty()) AddParagraph(process, section);
  int number = 0;
  for (const survey::v1alpha::TabulateWaveResponse& wave : inputs.waves) {
    AddParagraph(WaveSummary(wave, inputs.language, ++number), section);
  }
  if (section.blocks().empty()) AddParagraph(words.nothing_known, section);
  return section;
}

void AppendMethod(const ReportInputs& inputs, v1alpha::Section& annex) {
  const Wording& words = WordingOf(inputs.language);
  v1alpha::Section& method = AddSection("method", words.method_heading, annex);
  if (inputs.waves.empty()) {
    AddParagraph(words.method_no_waves, method);
    return;
  }
  for (const char* text : {words.method_shares, words.method_missing, words.method_protection,
                           words.method_free_text, words.method_charts}) {
    AddParagraph(text, method);
  }
}

}  // namespace

absl::StatusOr<v1alpha::Document> BuildDocument(const ReportInputs& inputs) {
  v1alpha::Document document;
  const absl::string_view tag = LanguageTag(inputs.language);
  document.set_language(std::string(tag.data(), tag.size()));
  document.set_title(Title(inputs));
  document.set_subtitle(Subtitle(inputs));
  *document.mutable_as_of_date() = inputs.as_of_date;

  *document.add_sections() = SummarySection(inputs);
  if (std::optional<v1alpha::Section> process =
          ProcessSection(inputs.process, inputs.as_of_date, inputs.language)) {
    *document.add_sections() = *process;
  }
  int number = 0;
  for (const survey::v1alpha::TabulateWaveResponse& wave : inputs.waves) {
    *document.add_sections() = WaveSection(wave, inputs.process, inputs.language, ++number);
  }
  v1alpha::Section& annex = *document.add_sections();
  annex.set_section_id("annex");
  annex.set_title(WordingOf(inputs.language).annex_heading);
  AppendMethod(inputs, annex);
  *annex.add_sections() = OriginSection(inputs.sources, inputs.waves, inputs.language);

  for (const v1alpha::Source& source : inputs.sources) *document.add_sources() = source;
  return document;
}

}  // namespace lotse::reporting
