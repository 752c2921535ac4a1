#pragma once

#include <vector>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends the table of all these indicators: baseline, target, actual value, and, unless they are
// of monitoring, how much of the way is done. Notes say of which actual values a part is missing,
// and which should not have decreased. `indicators` is not empty.
void AppendOverviewOf(const std::vector<IndicatorReadings>& indicators, bool monitoring,
                      const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
