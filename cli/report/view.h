#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "cli/engagement/view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

// How versions of reports are shown.
namespace lotse::cli {

// Whether a version was made: then it has a document and files.
bool WasMade(const reporting::v1alpha::ReportVersion& version);

// Where a version stands, and while it is being made the step, with how much of it is over:
// `wird erstellt: Quellen werden gelesen, 1 von 3`.
std::string StandingOf(const reporting::v1alpha::ReportVersion& version,
                       absl::string_view language);

// What a version is, in a few lines; why it failed, if it did.
std::string ViewVersion(const reporting::v1alpha::ReportVersion& version,
                        const ViewOptions& options);

// Where a document's figures come from: what was reached, and of what was not the last revision
// and its day.
std::string ViewSources(const reporting::v1alpha::Document& document, const ViewOptions& options);

// The same as a JSON array.
std::string SourcesJson(const reporting::v1alpha::Document& document);

}  // namespace lotse::cli
