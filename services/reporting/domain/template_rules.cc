#include "services/reporting/domain/template_rules.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "runtime/types/external_id.h"
#include "runtime/types/resource_name.h"
#include "runtime/types/text.h"
#include "services/reporting/document/format.h"
#include "services/reporting/document/message.h"
#include "services/reporting/domain/contrast.h"

namespace lotse::reporting {
namespace {

using type::v1alpha::Text;
using types::Presence;
using v1alpha::ReportTemplate;
using v1alpha::TemplateImprint;
using v1alpha::TemplateSection;

constexpr char kRoot[] = "report_template";

// What reports are made of can be read in one of their languages.
void CheckTextOfReports(const std::string& field, const Text& text,
                        rpc::FieldViolations* violations, Presence presence) {
  const size_t before = violations->size();
  types::CheckText(field, text, violations, presence);
  if (violations->size() > before || text.variants().empty()) return;
  const bool readable =
      std::any_of(text.variants().begin(), text.variants().end(), [](const auto& variant) {
        return IsOfLanguage(variant.language(), Language::kGerman) ||
               IsOfLanguage(variant.language(), Language::kEnglish);
      });
  if (!readable) {
    violations->push_back({field, "in no language of reports; give a variant in `de`, `en` or both",
                           "in keiner Sprache von Berichten; Wortlaut in `de`, `en` oder "
                           "beiden angeben"});
  }
}

// A text whose variants are ICU messages.
void CheckMessages(const std::string& field, const Text& text, rpc::FieldViolations* violations,
                   Presence presence) {
  const size_t before = violations->size();
  CheckTextOfReports(field, text, violations, presence);
  if (violations->size() > before) return;
  for (int i = 0; i < text.variants_size(); ++i) {
    const std::string fault = CheckMessage(text.variants(i).text());
    if (fault.empty()) continue;
    violations->push_back({absl::StrCat(field, ".variants[", i, "].text"), fault,
                           absl::StrCat("ist als ICU-Nachricht nicht zu verwenden: ", fault)});
  }
}

// Whether a content is of what those who publish a report do.
bool IsOfControlling(TemplateSection::Content content) {
  switch (content) {
    case TemplateSection::CONTENT_GOALS:
    case TemplateSection::CONTENT_MEASURES:
    case TemplateSection::CONTENT_DEVIATIONS:
    case TemplateSection::CONTENT_CONTROLLING:
      return true;
    default:
      return false;
  }
}

// Whether two contents cannot be one below the other: what is done does not stand beside the state
// of a town, as if it were its cause.
bool AreNotMixed(TemplateSection::Content above, TemplateSection::Content content) {
  if (content == TemplateSection::CONTENT_MONITORING) return IsOfControlling(above);
  if (above != TemplateSection::CONTENT_MONITORING) return false;
  return IsOfControlling(content) || content == TemplateSection::CONTENT_PHASES ||
         content == TemplateSection::CONTENT_NEXT_STEPS ||
         content == TemplateSection::CONTENT_SUSTAINING;
}

// Looks through the sections in the order in which a reader meets them.
class SectionCheck {
 public:
  explicit SectionCheck(rpc::FieldViolations* violations) : violations_(violations) {}

  void Run(const ReportTemplate& report_template) {
    const std::string field = absl::StrCat(kRoot, ".sections");
    if (report_template.sections().empty()) {
      violations_->push_back({field, "missing; give at least one section",
                              "fehlt; mindestens einen Abschnitt angeben"});
      return;
    }
    CheckAll(field, report_template.sections(), 1);
    if (contents_.count(TemplateSection::CONTENT_PROVENANCE) == 0 &&
        count_ <= kMaxTemplateSections) {
      violations_->push_back({field,
                              "without the origin of figures; give a section with "
                              "CONTENT_PROVENANCE",
                              "ohne die Herkunft der Angaben; einen Abschnitt mit "
                              "CONTENT_PROVENANCE angeben"});
    }
  }

 private:
  using Sections = google::protobuf::RepeatedPtrField<TemplateSection>;

  void CheckAll(const std::string& field, const Sections& sections, int level) {
    if (level > kMaxTemplateLevels && !sections.empty()) {
      violations_->push_back(
          {field, absl::StrCat("too deep; give ", kMaxTemplateLevels, " levels at most"),
           absl::StrCat("zu tief; höchstens ", kMaxTemplateLevels, " Ebenen angeben")});
      return;
    }
    for (int i = 0; i < sections.size() && count_ <= kMaxTemplateSections; ++i) {
      if (++count_ > kMaxTemplateSections) {
        violations_->push_back(
            {absl::StrCat(kRoot, ".sections"),
             absl::StrCat("too many; give ", kMaxTemplateSections, " at most, on all levels"),
             absl::StrCat("zu viele; höchstens ", kMaxTemplateSections,
                          " auf allen Ebenen angeben")});
        return;
      }
      CheckOne(absl::StrCat(field, "[", i, "]"), sections[i], level);
    }
  }

  void CheckOne(const std::string& at, const TemplateSection& section, int level) {
    CheckSectionId(at + ".section_id", section.section_id());
    CheckMessages(at + ".title", section.title(), violations_, Presence::kRequired);
    CheckMessages(at + ".intro", section.intro(), violations_, Presence::kOptional);
    CheckContent(at + ".content", section.content());
    CheckNotMixed(at + ".content", section.content());
    if (!TemplateSection::Condition_IsValid(section.condition())) {
      violations_->push_back(
          {at + ".condition", "not a condition; give CONDITION_WITH_CONTENT or CONDITION_ALWAYS",
           "keine Bedingung; CONDITION_WITH_CONTENT oder CONDITION_ALWAYS angeben"});
    }
    above_.push_back(section.content());
    CheckAll(at + ".sections", section.sections(), level + 1);
    above_.pop_back();
  }

  void CheckSectionId(const std::string& field, const std::string& id) {
    const size_t before = violations_->size();
    types::CheckId(field, id, violations_);
    if (violations_->size() > before) return;
    if (absl::StrContains(id, "--")) {
      violations_->push_back({field, "has two hyphens in a row; give one with single ones",
                              "hat zwei Bindestriche hintereinander; eine mit einzelnen angeben"});
      return;
    }
    const auto [first, is_new] = ids_.emplace(id, field);
    if (is_new) return;
    violations_->push_back({field, absl::StrCat("the same as ", first->second, "; give another"),
                            absl::StrCat("wie ", first->second, "; eine andere angeben")});
  }

  void CheckContent(const std::string& field, TemplateSection::Content content) {
    if (!TemplateSection::Content_IsValid(content)) {
      violations_->push_back({field, "not a content; give one of TemplateSection.Content",
                              "kein Inhalt; einen von TemplateSection.Content angeben"});
      return;
    }
    if (content == TemplateSection::CONTENT_UNSPECIFIED) return;
    const auto [first, is_new] = contents_.emplace(content, field);
    if (is_new) return;
    const std::string& name = TemplateSection::Content_Name(content);
    violations_->push_back(
        {field, absl::StrCat(name, " stands in ", first->second, " too; give it once"),
         absl::StrCat(name, " steht auch in ", first->second, "; einmal angeben")});
  }

  void CheckNotMixed(const std::string& field, TemplateSection::Content content) {
    for (const TemplateSection::Content above : above_) {
      if (!AreNotMixed(above, content)) continue;
      const std::string& name = TemplateSection::Content_Name(content);
      const std::string& outer = TemplateSection::Content_Name(above);
      violations_->push_back(
          {field,
           absl::StrCat(name, " stands below ", outer,
                        ": what is done and the state of a town are not mixed; put it beside"),
           absl::StrCat(name, " steht unter ", outer,
                        ": Was getan wird und wie es um eine Stadt steht, wird nicht vermischt; "
                        "daneben stellen")});
      return;
    }
  }

  rpc::FieldViolations* violations_;
  int count_ = 0;
  // Contents of the sections around the one that is looked at.
  std::vector<TemplateSection::Content> above_;
  // Where each stood first.
  std::map<std::string, std::string> ids_;
  std::map<TemplateSection::Content, std::string> contents_;
};

void CheckImprint(const TemplateImprint& imprint, rpc::FieldViolations* violations) {
  const std::string root = absl::StrCat(kRoot, ".imprint");
  CheckMessages(root + ".publisher", imprint.publisher(), violations, Presence::kOptional);
  CheckMessages(root + ".contact", imprint.contact(), violations, Presence::kOptional);
  CheckMessages(root + ".barrier_contact", imprint.barrier_contact(), violations,
                Presence::kOptional);
  const std::string field = root + ".funder_statements";
  if (imprint.funder_statements_size() > kMaxFunderStatements) {
    violations->push_back({field, absl::StrCat("too many; give ", kMaxFunderStatements, " at most"),
                           absl::StrCat("zu viele; höchstens ", kMaxFunderStatements, " angeben")});
    return;
  }
  for (int i = 0; i < imprint.funder_statements_size(); ++i) {
    CheckMessages(absl::StrCat(field, "[", i, "]"), imprint.funder_statements(i), violations,
                  Presence::kRequired);
  }
}

void CollectIds(const google::protobuf::RepeatedPtrField<TemplateSection>& sections,
                std::vector<std::string>* ids) {
  for (const TemplateSection& section : sections) {
    ids->push_back(section.section_id());
    CollectIds(section.sections(), ids);
  }
}

// The ratio in the writing of WCAG, for example `4.47:1`.
std::string RatioText(int hundredths) {
  return absl::StrFormat("%d.%02d:1", hundredths / 100, hundredths % 100);
}

void CheckAccentColour(const std::string& text, rpc::FieldViolations* violations) {
  if (text.empty()) return;
  const std::string field = absl::StrCat(kRoot, ".accent_colour");
  const std::optional<Colour> colour = ParseColour(text);
  if (!colour.has_value()) {
    violations->push_back({field,
                           "not a colour; give `#` and six hexadecimal digits such as `#1f4e79`",
                           "keine Farbe; `#` und sechs hexadezimale Ziffern angeben, zum Beispiel "
                           "`#1f4e79`"});
    return;
  }
  const int ratio = ContrastHundredths(*colour, kWhite);
  if (ratio >= kTextContrast) return;
  const std::string is = RatioText(ratio);
  const std::string least = RatioText(kTextContrast);
  violations->push_back({field,
                         absl::StrCat("too light: its contrast to white is ", is,
                                      "; give a darker one with ", least, " or more"),
                         absl::StrCat("zu hell: der Kontrast zu Weiß ist ", is,
                                      "; eine dunklere mit mindestens ", least, " angeben")});
}

// Whether a picture has its end; some programs write something behind it. The last chunk: PNG 1.2,
// 4.1.4. The end of the image, behind the last scan, as a preview has an end too: ITU T.81, B.1.1.
bool IsWhole(absl::string_view logo) {
  constexpr absl::string_view kPngEnd("\0\0\0\0IEND\xae\x42\x60\x82", 12);
  if (absl::string_view(LogoMediaType(logo)) == "image/png") {
    return logo.find(kPngEnd) != absl::string_view::npos;
  }
  const size_t end = logo.rfind("\xff\xd9");
  const size_t scan = logo.rfind("\xff\xda");
  return end != absl::string_view::npos && (scan == absl::string_view::npos || scan < end);
}

void CheckLogo(const ReportTemplate& report_template, rpc::FieldViolations* violations) {
  const std::string& logo = report_template.logo();
  const std::string field = absl::StrCat(kRoot, ".logo");
  if (logo.size() > kMaxLogoBytes) {
    violations->push_back(
        {field,
         absl::StrCat("too large with ", FormatInteger(Language::kEnglish, logo.size()),
                      " bytes; give 200,000 at most"),
         absl::StrCat("zu groß mit ", FormatInteger(Language::kGerman, logo.size()),
                      " Bytes; höchstens 200.000 angeben")});
  } else if (!logo.empty() && (absl::string_view(LogoMediaType(logo)).empty() || !IsWhole(logo))) {
    violations->push_back({field, "no whole PNG or JPEG file; give all bytes of such a file",
                           "keine ganze PNG- oder JPEG-Datei; alle Bytes einer solchen angeben"});
  }
  CheckTextOfReports(absl::StrCat(kRoot, ".logo_alt_text"), report_template.logo_alt_text(),
                     violations, logo.empty() ? Presence::kOptional : Presence::kRequired);
}

}  // namespace

rpc::FieldViolations CheckReportTemplate(const ReportTemplate& report_template) {
  rpc::FieldViolations violations;
  types::CheckText(absl::StrCat(kRoot, ".title"), report_template.title(), &violations);
  if (report_template.kind() == v1alpha::Report::KIND_UNSPECIFIED ||
      !v1alpha::Report::Kind_IsValid(report_template.kind())) {
    violations.push_back({absl::StrCat(kRoot, ".kind"),
                          "not a kind of report; give KIND_STOCK_TAKING, KIND_PROGRESS or "
                          "KIND_FINAL",
                          "keine Art von Bericht; KIND_STOCK_TAKING, KIND_PROGRESS oder "
                          "KIND_FINAL angeben"});
  }
  SectionCheck(&violations).Run(report_template);
  CheckImprint(report_template.imprint(), &violations);
  CheckAccentColour(report_template.accent_colour(), &violations);
  CheckLogo(report_template, &violations);
  types::CheckExternalIds(absl::StrCat(kRoot, ".external_ids"), report_template.external_ids(),
                          &violations);
  return violations;
}

std::vector<std::string> SectionIdsOf(const ReportTemplate& report_template) {
  std::vector<std::string> ids;
  CollectIds(report_template.sections(), &ids);
  return ids;
}

const char* LogoMediaType(absl::string_view logo) {
  // Signature and first chunk: PNG 1.2, 3.1 and 4.1.1. Start of image and the beginning of the
  // next marker: ITU T.81, B.1.1.
  constexpr absl::string_view kPng("\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", 16);
  if (absl::StartsWith(logo, kPng)) return "image/png";
  if (absl::StartsWith(logo, "\xff\xd8\xff")) return "image/jpeg";
  return "";
}

}  // namespace lotse::reporting
