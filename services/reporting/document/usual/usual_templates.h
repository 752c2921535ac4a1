#pragma once

#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_template.pb.h"

namespace lotse::reporting {

// The template that comes with Lotse for a kind of report, without a name; its texts are German
// and English. KIND_UNSPECIFIED means KIND_STOCK_TAKING, and so does a number that is no kind.
// Sections without content of their own that people write for: `background`,
// `recommendations`, `lessons` and `transfer`.
const v1alpha::ReportTemplate& UsualTemplate(v1alpha::Report::Kind kind);

// Version of the three together, from 1: it becomes one more with each change of their data, as
// versions of reports name it among their rules.
int UsualTemplateVersion();

}  // namespace lotse::reporting
