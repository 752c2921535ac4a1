#include "cli/report/record.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/failure.h"
#include "cli/report/names.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "runtime/types/uuid.h"

namespace lotse::cli {
namespace {

using engagement::v1alpha::Engagement;
using engagement::v1alpha::RecordedReport;
using engagement::v1alpha::RecordReportRequest;
using reporting::v1alpha::Report;
using reporting::v1alpha::ReportVersion;

// So often the engagement may be changed by somebody else meanwhile.
constexpr int kAttempts = 3;

absl::StatusOr<type::v1alpha::ResourceRevision> RevisionOf(const ReportVersion& version) {
  type::v1alpha::ResourceRevision revision;
  int64_t number = 0;
  if (!absl::SimpleAtoi(version.etag(), &number)) {
    return absl::InternalError(absl::StrCat("the etag of ", version.name(), " is no number"));
  }
  revision.set_name(version.name());
  revision.set_revision(number);
  revision.set_sha256(version.content_sha256());
  return revision;
}

// Whether the engagement has this on record, with what the version says, and as its final report if
// it is to be that. A version that was withdrawn is what it was.
bool IsRecorded(const Engagement& engagement, const RecordReportRequest& request) {
  return std::any_of(engagement.reports().begin(), engagement.reports().end(),
                     [&](const RecordedReport& recorded) {
                       return recorded.report().name() == request.report().name() &&
                              recorded.report().sha256() == request.report().sha256() &&
                              recorded.withdrawn() == request.withdrawn() &&
                              (recorded.final() || request.withdrawn() || !request.final());
                     });
}

}  // namespace

absl::Status RecordVersion(Client* client, const ReportVersion& version, const std::string& reason,
                           Record* record) {
  const absl::StatusOr<type::v1alpha::ResourceRevision> revision = RevisionOf(version);
  if (!revision.ok()) return revision.status();
  engagement::v1alpha::GetEngagementRequest get;
  get.set_name(EngagementOf(version.name()));
  RecordReportRequest request;
  request.set_name(get.name());
  *request.mutable_report() = *revision;
  request.set_final(version.settings().kind() == Report::KIND_FINAL);
  request.set_withdrawn(version.state() == ReportVersion::STATE_WITHDRAWN);
  request.set_reason(reason);
  record->final = request.final();
  absl::Status status;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Engagement engagement;
    if (absl::Status s = client->Call(get, &engagement); !s.ok()) return s;
    record->was_there = IsRecorded(engagement, request);
    if (record->was_there) return absl::OkStatus();
    request.set_etag(engagement.etag());
    request.set_request_id(types::NewRandomUuid());
    status = client->Call(request, &engagement);
    if (ReasonOf(status) != "ETAG_MISMATCH") return status;
  }
  return status;
}

}  // namespace lotse::cli
