#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends how the figures of a report were made.
void AppendMethods(const ReportInputs& inputs, v1alpha::Section& section);

// Appends how people are protected in it.
void AppendDataProtection(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
