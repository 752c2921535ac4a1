// Indicators of controlling and of monitoring: the same form, never in one section.
#include "services/reporting/document/blocks.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/plan/indicator_overview.h"
#include "services/reporting/document/plan/indicator_series.h"
#include "services/reporting/document/plan/plan_content.h"
#include "services/reporting/document/plan/plan_texts.h"

namespace lotse::reporting {
namespace {

void AppendIndicators(bool monitoring, const ReportInputs& inputs, v1alpha::Section& section) {
  const std::vector<IndicatorReadings> indicators = IndicatorsOf(inputs, monitoring);
  if (indicators.empty()) return;
  if (monitoring) {
    section.set_scope(v1alpha::Section::SCOPE_MONITORING);
    AddParagraph(PlanWordingOf(inputs.language).monitoring_note, section,
                 v1alpha::Paragraph::KIND_NOTE);
  } else {
    section.set_scope(v1alpha::Section::SCOPE_CONTROLLING);
  }
  AppendOverviewOf(indicators, monitoring, inputs, section);
  for (const IndicatorReadings& of : indicators) AppendSeries(of, inputs, section);
}

}  // namespace

void AppendControlling(const ReportInputs& inputs, v1alpha::Section& section) {
  AppendIndicators(/*monitoring=*/false, inputs, section);
}

void AppendMonitoring(const ReportInputs& inputs, v1alpha::Section& section) {
  AppendIndicators(/*monitoring=*/true, inputs, section);
}

}  // namespace lotse::reporting
