#pragma once

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends what is known of one indicator: its card, the table of its values, a line if at least
// two checked values measure the same, and its last breakdown. `number` is its place in the
// section, from 1; it is part of the ids.
void AppendSeries(const IndicatorReadings& of, int number, const ReportInputs& inputs,
                  v1alpha::Section& section);

}  // namespace lotse::reporting
