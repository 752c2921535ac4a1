#pragma once

#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// The report, with the sections of its template. It depends on the inputs alone: no clock, no
// locale, no order of a hash table; so the same revisions give the same bytes (domain, invariant
// 22). A correction has a section that says so, also where its template has none. INVALID_ARGUMENT
// if a text of the template cannot be filled in.
absl::StatusOr<v1alpha::Document> BuildDocument(const ReportInputs& inputs);

// The template of a report: the one that it names, else the one of its kind that comes with Lotse.
const v1alpha::ReportTemplate& TemplateOf(const ReportInputs& inputs);

}  // namespace lotse::reporting
