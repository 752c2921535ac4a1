#include "services/reporting/document/build_document.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/corrections.h"
#include "services/reporting/document/key_figures.h"
#include "services/reporting/document/mandate_blocks.h"
#include "services/reporting/document/plan/plan_parts.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/source_blocks.h"
#include "services/reporting/document/template_sections.h"
#include "services/reporting/document/texts.h"
#include "services/reporting/document/usual/usual_templates.h"
#include "services/reporting/domain/template_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Document;
using v1alpha::Report;
using v1alpha::ReportTemplate;
using v1alpha::TemplateSection;

// Id of a section that no template has; see part_ids.h.
constexpr char kAddedCorrections[] = "corrections--added";

// As the report says, else made from its kind and the engagement.
std::string Title(const ReportInputs& inputs) {
  const std::string given = TextOr(inputs.report.title(), inputs.language, "");
  if (!given.empty()) return given;
  const std::string id = LastPartOf(inputs.engagement_name);
  const auto& engagement = inputs.process.engagement;
  const std::string about =
      engagement.has_value() ? TextOr(engagement->title(), inputs.language, id) : id;
  const ReportWording& words = ReportWordingOf(inputs.language);
  switch (inputs.report.kind()) {
    case Report::KIND_PROGRESS:
      return absl::Substitute(words.progress_title, about);
    case Report::KIND_FINAL:
      return absl::Substitute(words.final_title, about);
    default:
      return absl::Substitute(words.stock_taking_title, about);
  }
}

// Empty if it is not known.
std::string AdministrationOf(const ReportInputs& inputs) {
  const auto& administration = inputs.process.administration;
  return administration.has_value() ? TextOr(administration->title(), inputs.language, "") : "";
}

// The administration and the programme, as far as they are known.
std::string Subtitle(const ReportInputs& inputs) {
  const ProcessInputs& process = inputs.process;
  const std::string subtitle = AdministrationOf(inputs);
  if (!process.programme.has_value()) return subtitle;
  const std::string programme = ProgrammeName(*process.programme, inputs.language);
  if (programme.empty()) return subtitle;
  return absl::StrCat(subtitle, subtitle.empty() ? "" : " · ",
                      absl::Substitute(WordingOf(inputs.language).programme_label, programme));
}

// What the funders of the programme want to be said; what several want, once.
void AddFunderStatements(const ReportInputs& inputs, v1alpha::Imprint& imprint) {
  if (!inputs.process.programme.has_value()) return;
  std::set<std::string> said;
  for (const engagement::v1alpha::Funder& funder : inputs.process.programme->funders()) {
    const std::string statement = TextOr(funder.publicity_text(), inputs.language, "");
    if (statement.empty() || !said.insert(statement).second) continue;
    imprint.add_funder_statements(statement);
  }
}

absl::Status AddImprint(const ReportTemplate& report_template, const ReportInputs& inputs,
                        const MessageArguments& arguments, Document& document) {
  const v1alpha::TemplateImprint& from = report_template.imprint();
  v1alpha::Imprint imprint;
  const auto fill = [&](const lotse::type::v1alpha::Text& text, const char* field,
                        std::string* out) {
    absl::StatusOr<std::string> filled =
        FillIn(text, inputs, arguments, absl::StrCat("imprint: ", field));
    if (!filled.ok()) return filled.status();
    *out = *std::move(filled);
    return absl::OkStatus();
  };
  if (absl::Status s = fill(from.publisher(), "publisher", imprint.mutable_publisher()); !s.ok()) {
    return s;
  }
  // Somebody answers for each report. Where the template does not say who, it is a report of the
  // administration that it is about.
  if (imprint.publisher().empty()) imprint.set_publisher(AdministrationOf(inputs));
  if (absl::Status s = fill(from.contact(), "contact", imprint.mutable_contact()); !s.ok()) {
    return s;
  }
  if (absl::Status s =
          fill(from.barrier_contact(), "barrier_contact", imprint.mutable_barrier_contact());
      !s.ok()) {
    return s;
  }
  for (const lotse::type::v1alpha::Text& text : from.funder_statements()) {
    std::string statement;
    if (absl::Status s = fill(text, "funder_statements", &statement); !s.ok()) return s;
    if (!statement.empty()) imprint.add_funder_statements(statement);
  }
  if (from.funder_statements().empty()) AddFunderStatements(inputs, imprint);
  if (imprint.ByteSizeLong() > 0) *document.mutable_imprint() = imprint;
  return absl::OkStatus();
}

void AddAppearance(const ReportTemplate& report_template, Language language, Document& document) {
  v1alpha::Appearance appearance;
  appearance.set_accent_colour(report_template.accent_colour());
  if (!report_template.logo().empty()) {
    appearance.set_logo(report_template.logo());
    appearance.set_logo_media_type(LogoMediaType(report_template.logo()));
    appearance.set_logo_alt_text(TextOr(report_template.logo_alt_text(), language, ""));
  }
  if (appearance.ByteSizeLong() > 0) *document.mutable_appearance() = appearance;
}

void AddOrigin(const ReportInputs& inputs, Document& document) {
  for (const v1alpha::Source& source : inputs.sources) *document.add_sources() = source;
  for (const v1alpha::LogHead& head : inputs.log_heads) *document.add_log_heads() = head;
  for (const v1alpha::RuleVersion& rule : RulesOf(inputs)) *document.add_rules() = rule;
  if (inputs.report_template.name().empty()) return;
  document.mutable_template_()->set_name(inputs.report_template.name());
  int64_t revision = 0;
  if (absl::SimpleAtoi(inputs.report_template.etag(), &revision)) {
    document.mutable_template_()->set_revision(revision);
  }
}

// The section with the corrections; null if there is none.
const TemplateSection* FindCorrections(
    const google::protobuf::RepeatedPtrField<TemplateSection>& sections) {
  for (const TemplateSection& section : sections) {
    if (section.content() == TemplateSection::CONTENT_CORRECTIONS) return &section;
    if (const TemplateSection* below = FindCorrections(section.sections())) return below;
  }
  return nullptr;
}

// A correction says that it is one, and why, whatever its template holds: the template with the
// usual section for that, if it has none.
ReportTemplate WithCorrections(ReportTemplate report_template, Report::Kind kind) {
  if (FindCorrections(report_template.sections()) != nullptr) return report_template;
  TemplateSection& added = *report_template.add_sections();
  added = *FindCorrections(UsualTemplate(kind).sections());
  added.set_section_id(kAddedCorrections);
  return report_template;
}

}  // namespace

const ReportTemplate& TemplateOf(const ReportInputs& inputs) {
  return inputs.report_template.name().empty() ? UsualTemplate(inputs.report.kind())
                                               : inputs.report_template;
}

absl::StatusOr<Document> BuildDocument(const ReportInputs& inputs) {
  const ReportTemplate& report_template = TemplateOf(inputs);
  const MessageArguments arguments = ArgumentsOf(inputs);
  Document document;
  const absl::string_view tag = LanguageTag(inputs.language);
  document.set_language(std::string(tag.data(), tag.size()));
  document.set_title(Title(inputs));
  document.set_subtitle(Subtitle(inputs));
  *document.mutable_as_of_date() = inputs.as_of_date;
  if (inputs.report.has_start_date()) *document.mutable_start_date() = inputs.report.start_date();
  if (inputs.report.has_end_date()) *document.mutable_end_date() = inputs.report.end_date();
  if (absl::Status s = AddImprint(report_template, inputs, arguments, document); !s.ok()) return s;
  AddAppearance(report_template, inputs.language, document);
  AddOrigin(inputs, document);
  if (absl::Status s = AddSections(report_template, inputs, arguments, nullptr, document);
      !s.ok()) {
    return s;
  }
  if (!inputs.previous.has_value()) return document;

  // What became different is known when all else is.
  const Corrections corrections = CompareWithPrevious(document, inputs.previous->document);
  document.clear_sections();
  if (absl::Status s = AddSections(WithCorrections(report_template, inputs.report.kind()), inputs,
                                   arguments, &corrections, document);
      !s.ok()) {
    return s;
  }
  return document;
}

}  // namespace lotse::reporting
