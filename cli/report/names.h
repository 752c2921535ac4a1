#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Names of reports and of their versions.
namespace lotse::cli {

// Whether a name is that of a report.
bool IsReport(absl::string_view name);

// UsageError for what is no name of an engagement or of a version.
absl::Status CheckEngagementName(absl::string_view name);
absl::Status CheckVersionName(absl::string_view name);
// The same for a release of material of a study.
absl::Status CheckMaterialName(absl::string_view name);

// The engagement and the report of a version. Its name was checked.
std::string EngagementOf(absl::string_view version);
std::string ReportOf(absl::string_view version);

// The name of a version by its number, from 1.
std::string VersionName(absl::string_view report, int number);

}  // namespace lotse::cli
