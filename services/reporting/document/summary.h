#pragma once

#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends the key statements of a report: first what is missing, as nobody may read the figures
// without it; then statements with numbers in the order that suits its kind. Of indicators only
// those of controlling: the two kinds do not stand together. Nothing if nothing is known.
void AppendSummary(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
