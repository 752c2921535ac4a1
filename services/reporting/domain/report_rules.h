#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/survey/v1alpha/analysis_service.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::reporting {

// What is wrong with the request for a report, with paths from `report`. Its
// waves belong to the engagement `parent`, each stands once, at most 20.
rpc::FieldViolations CheckReport(absl::string_view parent, const v1alpha::Report& report);

// What is wrong with the tables that the survey service gave for it: those of a pilot tell how
// a questionnaire works and nothing of the population, so no report is made of them.
rpc::FieldViolations CheckNoPilot(const v1alpha::Report& report,
                                  const std::vector<survey::v1alpha::TabulateWaveResponse>& waves);

}  // namespace lotse::reporting
