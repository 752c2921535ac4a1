#include "services/reporting/document/section_content.h"

#include "services/reporting/document/data_basis.h"
#include "services/reporting/document/mandate_blocks.h"
#include "services/reporting/document/material_blocks.h"
#include "services/reporting/document/methods.h"
#include "services/reporting/document/phase_blocks.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/release_blocks.h"
#include "services/reporting/document/source_blocks.h"
#include "services/reporting/document/summary.h"
#include "services/reporting/document/survey_blocks.h"

namespace lotse::reporting {

using v1alpha::TemplateSection;

void AppendContent(TemplateSection::Content content, const ReportInputs& inputs, int levels,
                   const Corrections* corrections, v1alpha::Section& section) {
  switch (content) {
    case TemplateSection::CONTENT_SUMMARY:
      return AppendSummary(inputs, section);
    case TemplateSection::CONTENT_MANDATE:
      return AppendMandate(inputs, section);
    case TemplateSection::CONTENT_PHASES:
      return AppendPhases(inputs, section);
    case TemplateSection::CONTENT_DATA_BASIS:
      return AppendDataBasis(inputs, section);
    case TemplateSection::CONTENT_SURVEY:
      return AppendSurvey(inputs, levels, section);
    case TemplateSection::CONTENT_RELEASED_TABLES:
      return AppendReleases(inputs, section);
    case TemplateSection::CONTENT_RELEASED_MATERIAL:
      return AppendMaterial(inputs, section);
    case TemplateSection::CONTENT_FINDINGS:
      return AppendFindings(inputs, section);
    case TemplateSection::CONTENT_GOALS:
      return AppendGoals(inputs, section);
    case TemplateSection::CONTENT_MEASURES:
      return AppendMeasures(inputs, section);
    case TemplateSection::CONTENT_DEVIATIONS:
      return AppendDeviations(inputs, section);
    case TemplateSection::CONTENT_CONTROLLING:
      return AppendControlling(inputs, section);
    case TemplateSection::CONTENT_MONITORING:
      return AppendMonitoring(inputs, section);
    case TemplateSection::CONTENT_DECISIONS:
      return AppendDecisions(inputs, section);
    case TemplateSection::CONTENT_PARTICIPATION:
      return AppendParticipation(inputs, section);
    case TemplateSection::CONTENT_NEXT_STEPS:
      return AppendNextSteps(inputs, section);
    case TemplateSection::CONTENT_SUSTAINING:
      return AppendSustaining(inputs, section);
    case TemplateSection::CONTENT_METHODS:
      return AppendMethods(inputs, section);
    case TemplateSection::CONTENT_DATA_PROTECTION:
      return AppendDataProtection(inputs, section);
    case TemplateSection::CONTENT_PROVENANCE:
      return AppendProvenance(inputs, section);
    case TemplateSection::CONTENT_CORRECTIONS:
      if (corrections != nullptr) AppendCorrections(inputs, *corrections, section);
      return;
    default:
      return;
  }
}

}  // namespace lotse::reporting
