#pragma once

#include <string>
#include <vector>

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
// What is wrong here would keep each version from being made (check_document.h): two hyphens in a
// row in an id, which is how ids of what contents make go on (document/part_ids.h), and the state
// of a town around or below what is done (D-184).
rpc::FieldViolations CheckReportTemplate(const v1alpha::ReportTemplate& report_template);

// The ids of the sections of a template, in the order in which a reader meets them.
std::vector<std::string> SectionIdsOf(const v1alpha::ReportTemplate& report_template);

// Media type of a picture by its first bytes, `image/png` or `image/jpeg`; empty for others.
const char* LogoMediaType(absl::string_view logo);

}  // namespace lotse::reporting
