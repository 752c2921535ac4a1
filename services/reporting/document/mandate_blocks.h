#pragma once

#include <string>

#include "lotse/engagement/v1alpha/programme.pb.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Appends what an engagement was agreed for: key facts, the agreement in force with its points of
// focus and its frame, and the bodies. Nothing of what is not known.
void AppendMandate(const ReportInputs& inputs, v1alpha::Section& section);

// What people call a programme: its short name, else its title.
std::string ProgrammeName(const engagement::v1alpha::Programme& programme, Language language);

}  // namespace lotse::reporting
