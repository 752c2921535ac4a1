#pragma once

#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"
#include "runtime/rpc/field_violation.h"

namespace lotse::reporting {

// Limits of a template. Source: report_template.proto.
inline constexpr int kMaxTemplateSections = 60;
inline constexpr int kMaxTemplateLevels = 4;
inline constexpr int kMaxLogoBytes = 200'000;
inline constexpr int kMaxFunderStatements = 10;

// What is wrong with a template, with paths from `report_template`; empty if nothing is. Its
// name is not looked at. Each text that becomes a part of a report has a German or an English
// variant. Somewhere there is a section with the provenance of figures: no report goes without.
rpc::FieldViolations CheckReportTemplate(const v1alpha::ReportTemplate& report_template);

// Media type of a picture by its first bytes, `image/png` or `image/jpeg`; empty for others.
const char* LogoMediaType(absl::string_view logo);

}  // namespace lotse::reporting
