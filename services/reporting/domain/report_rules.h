#pragma once

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::reporting {

// What is wrong with the request for a report, with paths from `report`. Its
// waves belong to the engagement `parent`, each stands once, at most 20.
rpc::FieldViolations CheckReport(absl::string_view parent, const v1alpha::Report& report);

}  // namespace lotse::reporting
