#pragma once

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends what is known of one indicator: its card, the table of its values, a line if at least
// two checked values measure the same, and its last breakdown. Ids go on with its own; see
// PartOfName.
void AppendSeries(const IndicatorReadings& of, const ReportInputs& inputs,
                  v1alpha::Section& section);

}  // namespace lotse::reporting
