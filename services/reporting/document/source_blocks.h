#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// One sentence per service that could not be reached: whether its part of the report is missing,
// all of it or some, or of which day it is.
std::vector<std::string> MissingSources(absl::Span<const v1alpha::Source> sources,
                                        Language language);

// Appends where the figures come from: sources with their revisions and how old they are, where the
// change logs stood, the questionnaires, the rules and the template.
void AppendProvenance(const ReportInputs& inputs, v1alpha::Section& section);

// Versions of the rules by which figures are made, in the order of their ids.
std::vector<v1alpha::RuleVersion> RulesOf(const ReportInputs& inputs);

}  // namespace lotse::reporting
