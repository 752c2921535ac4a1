#pragma once

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <grpcpp/server.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/fake_services.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/reporting/v1alpha/report_service.grpc.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.grpc.pb.h"

// What the tests of reports share: services in this process that know one report.
namespace lotse::cli {

// Creates, changes and tells the report, and keeps what it was asked.
struct FakeReports : reporting::v1alpha::ReportService::Service {
  // Without a name: there is none.
  reporting::v1alpha::Report report;
  // What CreateReport and UpdateReport are refused with; OK: they are not.
  grpc::Status refusal;

  std::vector<reporting::v1alpha::CreateReportRequest> creations;
  std::vector<reporting::v1alpha::UpdateReportRequest> updates;

  grpc::Status GetReport(grpc::ServerContext*, const reporting::v1alpha::GetReportRequest* request,
                         reporting::v1alpha::Report* reply) override;
  grpc::Status CreateReport(grpc::ServerContext*,
                            const reporting::v1alpha::CreateReportRequest* request,
                            reporting::v1alpha::Report* reply) override;
  grpc::Status UpdateReport(grpc::ServerContext*,
                            const reporting::v1alpha::UpdateReportRequest* request,
                            reporting::v1alpha::Report* reply) override;
};

// Versions by their names. Each step is taken as it is asked for.
struct FakeVersions : reporting::v1alpha::ReportVersionService::Service {
  explicit FakeVersions(FakeReports* reports) : reports(reports) {}

  std::map<std::string, reporting::v1alpha::ReportVersion> versions;
  // What the next version is when it has been asked for so often.
  reporting::v1alpha::ReportVersion made;
  int asked_before_made = 2;
  // What AssembleReport is refused with; OK: it is not.
  grpc::Status refusal;
  reporting::v1alpha::Document document;
  // The file, and the hash that is told of it.
  std::string content;
  std::string told_sha256;
  // What the stream of a file ends with.
  grpc::Status end;
  reporting::v1alpha::DiffReportVersionsResponse difference;
  reporting::v1alpha::VerifyReportVersionResponse verification;

  std::vector<reporting::v1alpha::AssembleReportRequest> assemblies;
  std::vector<reporting::v1alpha::GetArtifactRequest> artifacts;
  reporting::v1alpha::DiffReportVersionsRequest diff_request;
  // Name, etag, and reason of each step.
  std::vector<std::vector<std::string>> steps;

  grpc::Status GetReportVersion(grpc::ServerContext*,
                                const reporting::v1alpha::GetReportVersionRequest* request,
                                reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status ListReportVersions(grpc::ServerContext*,
                                  const reporting::v1alpha::ListReportVersionsRequest* request,
                                  reporting::v1alpha::ListReportVersionsResponse* reply) override;
  grpc::Status AssembleReport(grpc::ServerContext*,
                              const reporting::v1alpha::AssembleReportRequest* request,
                              reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status SubmitReportVersion(grpc::ServerContext*,
                                   const reporting::v1alpha::SubmitReportVersionRequest* request,
                                   reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status ReturnReportVersion(grpc::ServerContext*,
                                   const reporting::v1alpha::ReturnReportVersionRequest* request,
                                   reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status ReleaseReportVersion(grpc::ServerContext*,
                                    const reporting::v1alpha::ReleaseReportVersionRequest* request,
                                    reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status WithdrawReportVersion(
      grpc::ServerContext*, const reporting::v1alpha::WithdrawReportVersionRequest* request,
      reporting::v1alpha::ReportVersion* reply) override;
  grpc::Status GetDocument(grpc::ServerContext*, const reporting::v1alpha::GetDocumentRequest*,
                           reporting::v1alpha::Document* reply) override;
  grpc::Status GetArtifact(
      grpc::ServerContext*, const reporting::v1alpha::GetArtifactRequest* request,
      grpc::ServerWriter<reporting::v1alpha::GetArtifactResponse>* writer) override;
  grpc::Status VerifyReportVersion(grpc::ServerContext*,
                                   const reporting::v1alpha::VerifyReportVersionRequest* request,
                                   reporting::v1alpha::VerifyReportVersionResponse* reply) override;
  grpc::Status DiffReportVersions(grpc::ServerContext*,
                                  const reporting::v1alpha::DiffReportVersionsRequest* request,
                                  reporting::v1alpha::DiffReportVersionsResponse* reply) override;

 private:
  grpc::Status Take(const std::string& name, const std::string& etag, const std::string& reason,
                    reporting::v1alpha::ReportVersion::State to,
                    reporting::v1alpha::ReportVersion* reply);

  FakeReports* const reports;
};

// The engagement, which takes reports on record.
struct FakeEngagement : engagement::v1alpha::EngagementService::Service {
  engagement::v1alpha::Engagement engagement;
  // So many calls meet a change by somebody else first.
  int changed_meanwhile = 0;

  std::vector<engagement::v1alpha::RecordReportRequest> records;

  grpc::Status GetEngagement(grpc::ServerContext*,
                             const engagement::v1alpha::GetEngagementRequest* request,
                             engagement::v1alpha::Engagement* reply) override;
  grpc::Status RecordReport(grpc::ServerContext*,
                            const engagement::v1alpha::RecordReportRequest* request,
                            engagement::v1alpha::Engagement* reply) override;
};

inline constexpr char kTestEngagement[] = "programmes/p/engagements/e";
inline constexpr char kTestReport[] = "programmes/p/engagements/e/reports/r";
inline constexpr char kFirstVersion[] = "programmes/p/engagements/e/reports/r/versions/v0001";
inline constexpr char kSecondVersion[] = "programmes/p/engagements/e/reports/r/versions/v0002";

class ReportCommandTest : public ::testing::Test {
 protected:
  ReportCommandTest();
  ~ReportCommandTest() override;

  // Runs a command of reports against these services, for a view of so many columns.
  CliResult RunAt(int width, std::vector<std::string> words);
  CliResult Run(std::vector<std::string> words) { return RunAt(160, std::move(words)); }
  // Adds a version in a state, as it is kept.
  reporting::v1alpha::ReportVersion& Keep(const char* name,
                                          reporting::v1alpha::ReportVersion::State state);
  // Parses the text form of a message.
  template <class Message>
  static void Parse(const char* text, Message* message) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message)) << text;
  }

  TestFolder folder_;
  const std::string out_ = folder_.path() + "/r.html";
  FakeReports reports_;
  FakeVersions versions_{&reports_};
  FakeEngagement engagement_;
  // Where the engagement service is; `127.0.0.1:1`: it is down.
  std::string engagement_address_;

 private:
  std::string address_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lotse::cli
