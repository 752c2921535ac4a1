#include "cli/report/fake_reports.h"

#include <google/protobuf/util/field_mask_util.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server_builder.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {

using namespace reporting::v1alpha;  // NOLINT: everything that is faked comes from there.
using grpc::ServerContext;
using grpc::StatusCode;

namespace {

// A refusal with its reason, as the services make it.
grpc::Status Refuse(StatusCode code, const std::string& message, const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  status.add_details()->PackFrom(info);
  return grpc::Status(code, message, status.SerializeAsString());
}

grpc::Status NotFound() {
  return Refuse(StatusCode::NOT_FOUND, "there is no such thing", "RESOURCE_NOT_FOUND");
}

std::string NextEtag(const std::string& etag) {
  int number = 0;
  EXPECT_TRUE(absl::SimpleAtoi(etag, &number)) << etag;
  return absl::StrCat(number + 1);
}

}  // namespace

grpc::Status FakeReports::GetReport(ServerContext*, const GetReportRequest* request,
                                    Report* reply) {
  if (report.name() != request->name()) return NotFound();
  *reply = report;
  return grpc::Status::OK;
}

grpc::Status FakeReports::CreateReport(ServerContext*, const CreateReportRequest* request,
                                       Report* reply) {
  if (!refusal.ok()) return refusal;
  creations.push_back(*request);
  report = request->report();
  report.set_name(absl::StrCat(request->parent(), "/reports/", request->report_id()));
  report.set_etag("1");
  *reply = report;
  return grpc::Status::OK;
}

grpc::Status FakeReports::UpdateReport(ServerContext*, const UpdateReportRequest* request,
                                       Report* reply) {
  if (!refusal.ok()) return refusal;
  if (request->report().etag() != report.etag()) {
    return Refuse(StatusCode::ABORTED, "somebody else changed it", "ETAG_MISMATCH");
  }
  updates.push_back(*request);
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(true);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(request->report(), request->update_mask(),
                                                        options, &report);
  report.set_etag(NextEtag(report.etag()));
  *reply = report;
  return grpc::Status::OK;
}

grpc::Status FakeVersions::GetReportVersion(ServerContext*, const GetReportVersionRequest* request,
                                            ReportVersion* reply) {
  const auto found = versions.find(request->name());
  if (found == versions.end()) return NotFound();
  ReportVersion& version = found->second;
  if (version.state() <= ReportVersion::STATE_ASSEMBLING && --asked_before_made <= 0) {
    version.MergeFrom(made);
  }
  *reply = version;
  return grpc::Status::OK;
}

// A page is one version.
grpc::Status FakeVersions::ListReportVersions(ServerContext*,
                                              const ListReportVersionsRequest* request,
                                              ListReportVersionsResponse* reply) {
  EXPECT_EQ(request->parent(), kTestReport);
  EXPECT_EQ(request->order_by(), "number");
  size_t number = 0;
  if (!request->page_token().empty()) number = std::stoul(request->page_token());
  auto next = versions.begin();
  std::advance(next, std::min(number, versions.size()));
  if (next == versions.end()) return grpc::Status::OK;
  *reply->add_versions() = next->second;
  if (++next != versions.end()) reply->set_next_page_token(absl::StrCat(number + 1));
  return grpc::Status::OK;
}

grpc::Status FakeVersions::AssembleReport(ServerContext*, const AssembleReportRequest* request,
                                          ReportVersion* reply) {
  assemblies.push_back(*request);
  if (!refusal.ok()) return refusal;
  const int number = reports->report.latest_version() + 1;
  reports->report.set_latest_version(number);
  const std::string name = absl::StrFormat("%s/versions/v%04d", request->name(), number);
  ReportVersion& version = versions[name];
  version.set_name(name);
  version.set_number(number);
  version.set_state(ReportVersion::STATE_REQUESTED);
  *version.mutable_settings() = reports->report;
  version.set_etag("1");
  *reply = version;
  return grpc::Status::OK;
}

grpc::Status FakeVersions::Take(const std::string& name, const std::string& etag,
                                const std::string& reason, ReportVersion::State to,
                                ReportVersion* reply) {
  const auto found = versions.find(name);
  if (found == versions.end()) return NotFound();
  ReportVersion& version = found->second;
  if (etag != version.etag()) {
    return Refuse(StatusCode::ABORTED, "somebody else changed it", "ETAG_MISMATCH");
  }
  steps.push_back({name, etag, reason});
  version.set_state(to);
  version.set_etag(NextEtag(version.etag()));
  *reply = version;
  return grpc::Status::OK;
}

grpc::Status FakeVersions::SubmitReportVersion(ServerContext*,
                                               const SubmitReportVersionRequest* request,
                                               ReportVersion* reply) {
  return Take(request->name(), request->etag(), "", ReportVersion::STATE_IN_REVIEW, reply);
}

grpc::Status FakeVersions::ReturnReportVersion(ServerContext*,
                                               const ReturnReportVersionRequest* request,
                                               ReportVersion* reply) {
  return Take(request->name(), request->etag(), request->reason(), ReportVersion::STATE_DRAFT,
              reply);
}

grpc::Status FakeVersions::ReleaseReportVersion(ServerContext*,
                                                const ReleaseReportVersionRequest* request,
                                                ReportVersion* reply) {
  return Take(request->name(), request->etag(), request->reason(), ReportVersion::STATE_RELEASED,
              reply);
}

grpc::Status FakeVersions::WithdrawReportVersion(ServerContext*,
                                                 const WithdrawReportVersionRequest* request,
                                                 ReportVersion* reply) {
  const auto& wording = request->withdraw_reason().variants(0);
  return Take(request->name(), request->etag(),
              absl::StrCat(wording.language(), ":", wording.text()), ReportVersion::STATE_WITHDRAWN,
              reply);
}

grpc::Status FakeVersions::GetDocument(ServerContext*, const GetDocumentRequest*, Document* reply) {
  *reply = document;
  return grpc::Status::OK;
}

grpc::Status FakeVersions::GetArtifact(ServerContext*, const GetArtifactRequest* request,
                                       grpc::ServerWriter<GetArtifactResponse>* writer) {
  artifacts.push_back(*request);
  GetArtifactResponse response;
  response.mutable_head()->set_sha256(told_sha256);
  response.mutable_head()->set_size_bytes(static_cast<int64_t>(content.size()));
  writer->Write(response);
  constexpr size_t kPiece = 1000;
  for (size_t at = 0; at < content.size(); at += kPiece) {
    response.set_data(content.substr(at, kPiece));
    writer->Write(response);
  }
  return end;
}

grpc::Status FakeVersions::VerifyReportVersion(ServerContext*,
                                               const VerifyReportVersionRequest* request,
                                               VerifyReportVersionResponse* reply) {
  if (versions.count(request->name()) == 0) return NotFound();
  *reply = verification;
  return grpc::Status::OK;
}

grpc::Status FakeVersions::DiffReportVersions(ServerContext*,
                                              const DiffReportVersionsRequest* request,
                                              DiffReportVersionsResponse* reply) {
  diff_request = *request;
  *reply = difference;
  return grpc::Status::OK;
}

grpc::Status FakeEngagement::GetEngagement(ServerContext*,
                                           const engagement::v1alpha::GetEngagementRequest* request,
                                           engagement::v1alpha::Engagement* reply) {
  if (request->name() != kTestEngagement) return NotFound();
  *reply = engagement;
  return grpc::Status::OK;
}

grpc::Status FakeEngagement::RecordReport(ServerContext*,
                                          const engagement::v1alpha::RecordReportRequest* request,
                                          engagement::v1alpha::Engagement* reply) {
  if (changed_meanwhile-- > 0) engagement.set_etag(NextEtag(engagement.etag()));
  if (request->etag() != engagement.etag()) {
    return Refuse(StatusCode::ABORTED, "somebody else changed it", "ETAG_MISMATCH");
  }
  records.push_back(*request);
  auto* const recorded = engagement.add_reports();
  *recorded->mutable_report() = request->report();
  recorded->set_withdrawn(request->withdrawn());
  engagement.set_etag(NextEtag(engagement.etag()));
  *reply = engagement;
  return grpc::Status::OK;
}

ReportCommandTest::ReportCommandTest() {
  engagement_.engagement.set_name(kTestEngagement);
  engagement_.engagement.set_etag("7");
  Parse(R"pb(state: STATE_DRAFT
             as_of_date { year: 2026 month: 11 day: 26 }
             title: "Fortschrittsbericht"
             content_sha256: "c0ffee00000000000000000000000000000000000000000000000000000000aa"
             etag: "3")pb",
        &versions_.made);
  Parse(R"pb(sources {
               service: "engagement"
               resource: "programmes/p/engagements/e"
               state: STATE_REACHED
               revision: "7"
             }
             sources {
               service: "engagement"
               resource: "programmes/p/engagements/e/goals"
               state: STATE_UNREACHABLE
               revision: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
               last_reached_date { year: 2026 month: 11 day: 20 }
             }
             sources { service: "survey" resource: "w" state: STATE_UNREACHABLE })pb",
        &versions_.document);
  versions_.content = std::string(2500, 'x');
  versions_.told_sha256 = types::Sha256Hex(versions_.content);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&reports_);
  builder.RegisterService(&versions_);
  builder.RegisterService(&engagement_);
  server_ = builder.BuildAndStart();
  address_ = absl::StrCat("127.0.0.1:", port);
  engagement_address_ = address_;
}

ReportCommandTest::~ReportCommandTest() { server_->Shutdown(); }

CliResult ReportCommandTest::RunAt(int width, std::vector<std::string> words) {
  words.insert(words.begin(), "report");
  words.push_back(absl::StrCat("--reporting=", address_));
  words.push_back(absl::StrCat("--engagement=", engagement_address_));
  words.push_back(absl::StrCat("--width=", width));
  return RunCli(words);
}

ReportVersion& ReportCommandTest::Keep(const char* name, ReportVersion::State state) {
  ReportVersion& version = versions_.versions[name];
  if (state > ReportVersion::STATE_ASSEMBLING) version = versions_.made;
  version.set_name(name);
  version.set_state(state);
  version.set_etag("3");
  const int number = static_cast<int>(versions_.versions.size());
  version.set_number(number);
  reports_.report.set_name(kTestReport);
  reports_.report.set_etag("1");
  reports_.report.set_kind(Report::KIND_PROGRESS);
  reports_.report.set_language("de");
  reports_.report.set_latest_version(number);
  *version.mutable_settings() = reports_.report;
  return version;
}

}  // namespace lotse::cli
