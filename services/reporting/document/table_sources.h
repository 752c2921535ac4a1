#pragma once

#include <initializer_list>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/document_table.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// Says of a table from which sources of the report its figures come: those whose resource is one
// of `resources` or ends with it as its collection, for example a name or `phases`. What the report
// has no source of is left out, and nothing is said twice.
void NameSources(const ReportInputs& inputs, std::initializer_list<absl::string_view> resources,
                 v1alpha::Table& table);

// The same for every table of a section and of those below it that names no source yet.
void NameSourcesBelow(const ReportInputs& inputs,
                      std::initializer_list<absl::string_view> resources,
                      v1alpha::Section& section);

}  // namespace lotse::reporting
