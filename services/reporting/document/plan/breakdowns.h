#pragma once

#include <string>

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/plan/indicator_figures.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends the last checked value of an indicator by the categories of each dimension: a table for
// each, with the id `PREFIX--DIMENSION`. Nothing if it has no breakdown. Where counts of a
// dimension are below 5, but not 0, a note takes the place of its table (domain invariant 15).
void AppendBreakdowns(const IndicatorReadings& of, const std::string& prefix,
                      const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
