#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends a sub-section for each release: how its figures are protected, its tables, and which were
// refused by which rule. Variables are called by their questions as far as the report has their
// wave, or could ask what its questions are called; else by their codes.
void AppendReleases(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
