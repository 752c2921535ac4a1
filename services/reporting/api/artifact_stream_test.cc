// The streams of GetArtifact, over gRPC.
#include "services/reporting/api/artifact_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <vector>

#include "absl/strings/str_cat.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "lotse/reporting/v1alpha/report_template_service.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.grpc.pb.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/version_store.h"

namespace lotse::reporting {
namespace {

using ::testing::HasSubstr;
using type::v1alpha::ErrorReason;
using v1alpha::GetArtifactRequest;
using v1alpha::GetArtifactResponse;
using v1alpha::Report;
using v1alpha::ReportVersion;

constexpr char kReport[] = "programmes/p/engagements/e/reports/r";
constexpr char kVersion[] = "programmes/p/engagements/e/reports/r/versions/v0001";

// One method alone: all of a service compile for a minute.
class Service final : public v1alpha::ReportVersionService::WithCallbackMethod_GetArtifact<
                          v1alpha::ReportVersionService::Service> {
 public:
  grpc::ServerWriteReactor<GetArtifactResponse>* GetArtifact(grpc::CallbackServerContext* context,
                                                             const GetArtifactRequest* q) override {
    return ArtifactStream::Begin(api, &running, context, q);
  }
  const resource::Api* api = nullptr;
  std::atomic<int> running = 0;
};

class ArtifactStreamTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/artifactXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    auto methods =
        ops::Methods::Make({GetArtifactRequest::descriptor()->file()->service(0)}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    rpc::Shell::Options options;
    options.domain = "test.lotse";
    options.identify = [this](const grpc::CallbackServerContext&) {
      absl::MutexLock lock(&mutex_);
      return rpc::Caller{"anna", {}, std::make_shared<auth::Access>(rights_)};
    };
    shell_ = std::make_unique<rpc::Shell>(options, *std::move(methods), &registry_, log_.get());
    // By the requests, so that they are linked in.
    std::vector<std::string> services;
    for (const google::protobuf::Descriptor* request :
         {v1alpha::GetReportRequest::descriptor(), v1alpha::GetReportTemplateRequest::descriptor(),
          GetArtifactRequest::descriptor()}) {
      services.push_back(request->file()->service(0)->full_name());
    }
    kernel_ = *resource::Kernel::Open(folder_ + "/data", "x.db", services, shell_.get());
    service_.api = &kernel_->api;
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    // gRPC takes little ahead of a caller who does not read, as over a slow network.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 16);
    stub_ = v1alpha::ReportVersionService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments));
  }
  void TearDown() override {
    server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
    kernel_.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  // A version whose text has so many bytes; none was made with 0.
  void MakeVersion(std::size_t bytes) {
    v1alpha::Document document;
    document.set_language("de");
    document.set_title("Bericht");
    v1alpha::Section* section = document.add_sections();
    section->set_section_id("text");
    section->set_title("Text");
    section->add_blocks()->mutable_paragraph()->set_text(std::string(bytes, 'x'));
    Report report;
    report.set_name(kReport);
    ReportVersion version;
    version.set_name(kVersion);
    version.set_number(1);
    std::vector<MadeFile> files;
    if (bytes > 0) {
      version.set_content_sha256(types::Sha256Hex(*JsonOf(document)));
      auto made = MakeFiles(document, EditionOf(version));
      ASSERT_TRUE(made.ok()) << made.status();
      files = *std::move(made);
    }
    for (const MadeFile& file : files) *version.add_artifacts() = file.summary;
    const absl::Status written =
        kernel_->store->WriteAndWait({"test", "", ""}, [&](Tx& tx) -> absl::Status {
          if (absl::Status s = tx.Create(&report); !s.ok()) return s;
          for (const MadeFile& file : files) {
            PutFile(tx, kVersion, file.summary.format(), file.content);
          }
          return tx.Create(&version);
        });
    ASSERT_TRUE(written.ok()) << written;
  }
  void Set(std::vector<auth::Right> rights) {
    absl::MutexLock lock(&mutex_);
    rights_ = std::move(rights);
  }

  using Stream = std::unique_ptr<grpc::ClientReader<GetArtifactResponse>>;
  Stream Get(grpc::ClientContext* context,
             v1alpha::ArtifactFormat format = v1alpha::ARTIFACT_FORMAT_JSON,
             const std::string& name = kVersion) {
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(100));
    GetArtifactRequest request;
    request.set_name(name);
    request.set_format(format);
    return stub_->GetArtifact(context, request);
  }
  static ErrorReason End(Stream& stream) {
    GetArtifactResponse message;
    while (stream->Read(&message)) EXPECT_FALSE(message.has_head());
    return rpc::ReasonOf(rpc::FromGrpcStatus(stream->Finish()));
  }
  // Why nothing of a file is sent.
  ErrorReason Refused(v1alpha::ArtifactFormat format = v1alpha::ARTIFACT_FORMAT_JSON,
                      const std::string& name = kVersion) {
    grpc::ClientContext context;
    Stream stream = Get(&context, format, name);
    GetArtifactResponse message;
    EXPECT_FALSE(stream->Read(&message));
    return End(stream);
  }

  std::string folder_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  std::unique_ptr<resource::Kernel> kernel_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1alpha::ReportVersionService::Stub> stub_;
  absl::Mutex mutex_;
  std::vector<auth::Right> rights_ ABSL_GUARDED_BY(mutex_) = {
      {"programmes/p", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}};
};

TEST_F(ArtifactStreamTest, TellsOfTheFileAndSendsIt) {
  MakeVersion(1'000'000);
  for (const auto format : kArtifactFormats) {
    grpc::ClientContext context;
    Stream stream = Get(&context, format);
    GetArtifactResponse message;
    ASSERT_TRUE(stream->Read(&message));
    const GetArtifactResponse::Head head = message.head();
    EXPECT_THAT(head.file_name(), HasSubstr("r-v0001."));
    EXPECT_FALSE(head.content_type().empty());
    std::string file;
    while (stream->Read(&message)) {
      ASSERT_TRUE(message.has_data());
      EXPECT_LE(message.data().size(), ArtifactStream::kPieceBytes);
      file += message.data();
    }
    EXPECT_TRUE(stream->Finish().ok());
    EXPECT_EQ(head.size_bytes(), static_cast<int64_t>(file.size()));
    EXPECT_EQ(head.sha256(), types::Sha256Hex(file));
  }
}

TEST_F(ArtifactStreamTest, RefusesBeforeTheFirstMessage) {
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(Refused(v1alpha::ARTIFACT_FORMAT_JSON, "programmes/p"),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  MakeVersion(10);
  EXPECT_EQ(Refused(v1alpha::ARTIFACT_FORMAT_UNSPECIFIED),
            type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  Set({{"programmes/p", type::v1alpha::ROLE_RESPONDENT}});
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  Set({{"programmes/q", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}});
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ArtifactStreamTest, WhatWasNotMadeHasNoFile) {
  MakeVersion(0);
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_WRONG_STATE);
}

TEST_F(ArtifactStreamTest, ARightThatEndsEndsIt) {
  MakeVersion(5'000'000);
  grpc::ClientContext context;
  Stream stream = Get(&context);
  GetArtifactResponse message;
  ASSERT_TRUE(stream->Read(&message));
  Set({});
  EXPECT_EQ(End(stream), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ArtifactStreamTest, SoManyAtOnce) {
  MakeVersion(5'000'000);
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<Stream> streams;
  GetArtifactResponse message;
  for (int i = 0; i < ArtifactStream::kMaxAtOnce; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    streams.push_back(Get(contexts.back().get()));
    ASSERT_TRUE(streams.back()->Read(&message)) << i;
  }
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_OVERLOADED);
  while (streams[0]->Read(&message)) continue;
  EXPECT_TRUE(streams[0]->Finish().ok());
  // The server counts it until gRPC is done with it.
  for (int i = 0; i < 500 && service_.running >= ArtifactStream::kMaxAtOnce; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  grpc::ClientContext context;
  EXPECT_TRUE(Get(&context)->Read(&message));
  context.TryCancel();
  for (auto& other : contexts) other->TryCancel();
}

}  // namespace
}  // namespace lotse::reporting
