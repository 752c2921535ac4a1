#include "services/reporting/document/methods.h"

#include "services/reporting/document/blocks.h"
#include "services/reporting/document/report_texts.h"
#include "services/reporting/document/texts.h"

namespace lotse::reporting {

void AppendMethods(const ReportInputs& inputs, v1alpha::Section& section) {
  const Wording& words = WordingOf(inputs.language);
  const ReportWording& report_words = ReportWordingOf(inputs.language);
  if (inputs.waves.empty() && inputs.releases.empty()) {
    AddParagraph(words.method_no_waves, section);
  } else {
    AddParagraph(words.method_shares, section);
  }
  if (!inputs.waves.empty()) AddParagraph(words.method_missing, section);
  if (!inputs.releases.empty()) AddParagraph(report_words.method_released, section);
  if (!inputs.materials.empty()) AddParagraph(report_words.method_material, section);
  AddParagraph(words.method_charts, section);
  AddParagraph(report_words.method_status, section);
  AddParagraph(report_words.method_separation, section);
}

void AppendDataProtection(const ReportInputs& inputs, v1alpha::Section& section) {
  const Wording& words = WordingOf(inputs.language);
  const ReportWording& report_words = ReportWordingOf(inputs.language);
  AddParagraph(report_words.protection_persons, section);
  AddParagraph(report_words.protection_quotes, section);
  if (!inputs.materials.empty()) AddParagraph(report_words.protection_material, section);
  if (inputs.waves.empty() && inputs.releases.empty()) return;
  AddParagraph(words.method_protection, section);
  AddParagraph(words.method_free_text, section);
  if (!inputs.releases.empty()) AddParagraph(report_words.protection_releases, section);
}

}  // namespace lotse::reporting
