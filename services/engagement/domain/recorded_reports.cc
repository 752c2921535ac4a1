#include "services/engagement/domain/recorded_reports.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/resource_name.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {
namespace {

using type::v1alpha::ResourceRevision;
using v1alpha::Engagement;
using v1alpha::RecordedReport;

constexpr int kMaxReports = 100;  // Of engagement.proto.
constexpr size_t kHashDigits = 64;

std::string ReportPattern(const Engagement& engagement) {
  return absl::StrCat(engagement.name(), "/reports/{report}");
}

std::string VersionPattern(const Engagement& engagement) {
  return absl::StrCat(ReportPattern(engagement), "/versions/{version}");
}

// The report of a version, `…/reports/{report}`.
absl::string_view ReportOf(const ResourceRevision& version) {
  const absl::string_view name = version.name();
  return schema::ParentOf(name);
}

// The entry of the report that `version` is one of; null if there is none.
const RecordedReport* FindEntry(const Engagement& engagement, const ResourceRevision& version) {
  const auto found = absl::c_find_if(engagement.reports(), [&](const RecordedReport& entry) {
    return ReportOf(entry.report()) == ReportOf(version);
  });
  return found == engagement.reports().end() ? nullptr : &*found;
}

// Whether a version comes before another of the same report: `v9999` before `v10000`.
bool IsBefore(const std::string& version, const std::string& other) {
  return std::pair(version.size(), version) < std::pair(other.size(), other);
}

bool IsHash(absl::string_view text) {
  return text.size() == kHashDigits && absl::c_all_of(text, [](char c) {
           return absl::ascii_isdigit(c) || ('a' <= c && c <= 'f');
         });
}

void CheckRevision(const std::string& field, const ResourceRevision& report,
                   rpc::FieldViolations* violations) {
  if (report.revision() >= 1) return;
  violations->push_back(Violation(field, {"fehlt; die Fassung angeben, die freigegeben wurde, ab 1",
                                          "missing; give the revision that was released, from 1"}));
}

}  // namespace

rpc::FieldViolations CheckRecordable(const Engagement& engagement,
                                     const v1alpha::RecordReportRequest& request) {
  const ResourceRevision& report = request.report();
  rpc::FieldViolations violations;
  const bool named =
      !types::CheckName("report.name", VersionPattern(engagement), report.name(), &violations)
           .empty();
  CheckRevision("report.revision", report, &violations);
  if (!IsHash(report.sha256())) {
    violations.push_back(Violation(
        "report.sha256", {"keine Prüfsumme; content_sha256 der Fassung angeben, 64 Ziffern 0 bis f",
                          "no hash; give content_sha256 of the version, 64 digits from 0 to f"}));
  }
  if (!named) return violations;
  const RecordedReport* before = FindEntry(engagement, report);
  if (before == nullptr && engagement.reports_size() >= kMaxReports) {
    violations.push_back(Violation(
        "report.name", {"wäre der 101. Bericht; höchstens 100 werden vermerkt, mit allen Fassungen",
                        "would be the 101st report; at most 100 are recorded, each with all of its "
                        "versions"}));
  }
  if (before != nullptr && IsBefore(report.name(), before->report().name())) {
    violations.push_back(Violation(
        "report.name",
        {absl::StrCat(before->report().name(), " ist schon vermerkt; keine frühere angeben"),
         absl::StrCat(before->report().name(), " is recorded already; give none before it")}));
  }
  // Who released it may be later than who withdrew it.
  if (before != nullptr && before->report().name() == report.name() && before->withdrawn() &&
      !request.withdrawn()) {
    violations.push_back(Violation(
        "withdrawn",
        {absl::StrCat(report.name(),
                      " wurde zurückgezogen und bleibt es; eine weitere "
                      "Fassung angeben"),
         absl::StrCat(report.name(), " was withdrawn and stays so; give a further version")}));
  }
  return violations;
}

absl::Status CheckStillRecords(const Engagement& engagement) {
  if (engagement.state() == Engagement::STATE_CLOSED || !IsOver(engagement)) {
    return absl::OkStatus();
  }
  return CheckUnderWay(engagement);
}

void Record(const v1alpha::RecordReportRequest& request, const google::type::Date& today,
            Engagement* engagement) {
  const ResourceRevision& report = request.report();
  // What is withdrawn takes no other report's place.
  bool final = request.final() && !request.withdrawn();
  RecordedReport entry;
  *entry.mutable_report() = report;
  *entry.mutable_record_date() = today;
  entry.set_withdrawn(request.withdrawn());
  auto* reports = engagement->mutable_reports();
  const auto same = absl::c_find_if(*reports, [&](const RecordedReport& other) {
    return ReportOf(other.report()) == ReportOf(report);
  });
  if (same != reports->end()) {
    final = final || same->final();
    reports->erase(same);
  }
  entry.set_final(final);
  if (final) {
    for (RecordedReport& other : *reports) other.set_final(false);
    *engagement->mutable_final_report() = report;
  }
  *reports->Add() = std::move(entry);
  std::sort(reports->begin(), reports->end(),
            [](const auto& a, const auto& b) { return a.report().name() < b.report().name(); });
}

bool FinalReportIsWithdrawn(const Engagement& engagement) {
  const ResourceRevision& report = engagement.final_report();
  return absl::c_any_of(engagement.reports(), [&](const RecordedReport& entry) {
    const absl::string_view recorded = ReportOf(entry.report());
    return entry.withdrawn() && (recorded == ReportOf(report) || recorded == report.name());
  });
}

void CheckFinalReport(const Engagement& engagement, rpc::FieldViolations* violations) {
  if (!engagement.has_final_report()) return;
  const ResourceRevision& report = engagement.final_report();
  const std::string one = ReportPattern(engagement);
  const std::string version = VersionPattern(engagement);
  if (!types::FitsName(one, report.name()) && !types::FitsName(version, report.name())) {
    violations->push_back(Violation(
        "engagement.final_report.name",
        {absl::StrCat("kein Bericht dieser Begleitung; einen Namen angeben wie ", one, " oder ",
                      version),
         absl::StrCat("no report of this engagement; give a name like ", one, " or ", version)}));
  }
  CheckRevision("engagement.final_report.revision", report, violations);
}

}  // namespace lotse::engagement
