#pragma once

#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "services/reporting/document/report_inputs.h"

namespace lotse::reporting {

// The report: key statements, the process, the results of each wave, an annex.
// It depends on the inputs alone: no clock, no locale, no order of a hash table.
absl::StatusOr<v1alpha::Document> BuildDocument(const ReportInputs& inputs);

}  // namespace lotse::reporting
