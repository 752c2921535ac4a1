#pragma once

#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends a section for each release of material: for whom it was released, a table of its themes
// with how many people spoke of them and in how many cases they came up, where what is protected is
// marked as such, and its quotes by theme. A quote is shown as it was approved, and never read as
// markup; one that was released without a role is of a person asked, and one whose wording was
// erased since is left out. Nothing of where a quote is from is known here.
void AppendMaterial(const ReportInputs& inputs, v1alpha::Section& section);

}  // namespace lotse::reporting
