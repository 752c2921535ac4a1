#include "cli/report/names.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/failure.h"
#include "runtime/types/resource_name.h"

namespace lotse::cli {
namespace {

constexpr char kEngagement[] = "programmes/{programme}/engagements/{engagement}";
constexpr char kReport[] = "programmes/{programme}/engagements/{engagement}/reports/{report}";
constexpr char kVersion[] =
    "programmes/{programme}/engagements/{engagement}/reports/{report}/versions/{version}";
constexpr char kMaterial[] =
    "programmes/{programme}/engagements/{engagement}/studies/{study}/materialReleases/"
    "{material_release}";
constexpr int kEngagementParts = 2;
constexpr int kReportParts = 3;
constexpr char kExample[] = "programmes/vopi/engagements/musterstadt";

absl::Status Check(absl::string_view pattern, absl::string_view name, absl::string_view what,
                   absl::string_view below) {
  if (types::FitsName(pattern, name)) return absl::OkStatus();
  return UsageError(
      absl::StrCat("'", name, "' is no name of ", what, "; give one like ", kExample, below));
}

}  // namespace

bool IsReport(absl::string_view name) { return types::FitsName(kReport, name); }

absl::Status CheckEngagementName(absl::string_view name) {
  return Check(kEngagement, name, "an engagement", "");
}

absl::Status CheckVersionName(absl::string_view name) {
  return Check(kVersion, name, "a version of a report", "/reports/fortschritt/versions/v0001");
}

absl::Status CheckMaterialName(absl::string_view name) {
  return Check(kMaterial, name, "a release of material", "/studies/gruppen/materialReleases/rat");
}

std::string EngagementOf(absl::string_view version) {
  return types::Prefix(version, kEngagementParts);
}

std::string ReportOf(absl::string_view version) { return types::Prefix(version, kReportParts); }

std::string VersionName(absl::string_view report, int number) {
  return absl::StrCat(report, "/versions/", absl::StrFormat("v%04d", number));
}

}  // namespace lotse::cli
