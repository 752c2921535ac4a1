// The streams of ExportResponses, over gRPC.
#include "services/survey/api/export_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "google/protobuf/text_format.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/export_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/history/change_log.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "runtime/types/sha256.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using type::v1alpha::ErrorReason;
using v1alpha::ExportResponsesRequest;
using v1alpha::ExportResponsesResponse;
using v1alpha::Wave;

constexpr char kOwner[] = "programmes/p/engagements/e";
constexpr char kSurvey[] = "programmes/p/engagements/e/surveys/s";
constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kPurpose[] = "Faktorenanalyse";

// One method alone: all of a service compile for a minute.
class Service final : public v1alpha::ExportService::WithCallbackMethod_ExportResponses<
                          v1alpha::ExportService::Service> {
 public:
  grpc::ServerWriteReactor<ExportResponsesResponse>* ExportResponses(
      grpc::CallbackServerContext* context, const ExportResponsesRequest* q) override {
    return ExportStream::Begin(api, responses, context, q);
  }
  const resource::Api* api = nullptr;
  ResponseStore* responses = nullptr;
};

class ExportStreamTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/exportXXXXXX";
    folder_ = mkdtemp(pattern.data());
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    auto methods = ops::Methods::Make({ExportResponsesRequest::descriptor()->file()->service(0)},
                                      {}, &registry_);
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
         {v1alpha::GetInstrumentRequest::descriptor(), v1alpha::GetSurveyRequest::descriptor(),
          v1alpha::GetPopulationRequest::descriptor(), v1alpha::GetConsentTextRequest::descriptor(),
          ExportResponsesRequest::descriptor()}) {
      services.push_back(request->file()->service(0)->full_name());
    }
    kernel_ = *resource::Kernel::Open(folder_ + "/data", "x.db", services, shell_.get());
    responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    service_.api = &kernel_->api;
    service_.responses = responses_.get();
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    // gRPC takes little ahead of a caller who does not read, as over a slow network.
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_HTTP2_BDP_PROBE, 0);
    arguments.SetInt(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 16);
    stub_ = v1alpha::ExportService::NewStub(grpc::CreateCustomChannel(
        absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(), arguments));
  }
  void TearDown() override {
    server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
    responses_.reset();
    kernel_.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  void Write(absl::FunctionRef<absl::Status(resource::Tx&)> work) {
    const absl::Status written = kernel_->store->WriteAndWait({"test", "", ""}, work);
    ASSERT_TRUE(written.ok()) << written;
  }
  // A wave with so many responses, each with a text of so many bytes.
  void MakeWave(int people, std::size_t bytes, Wave::State state = Wave::STATE_CLOSED) {
    v1alpha::Instrument instrument;
    google::protobuf::TextFormat::ParseFromString(
        R"pb(name: "programmes/p/engagements/e/instruments/i"
             sections { questions { code: "Q1" kind: KIND_TEXT } })pb",
        &instrument);
    const auto compiled = std::make_shared<const CompiledInstrument>(instrument);
    v1alpha::Survey survey;
    survey.set_name(kSurvey);
    Wave wave;
    wave.set_name(kWave);
    wave.set_instrument(instrument.name());
    wave.set_state(state);
    Write([&](resource::Tx& tx) -> absl::Status {
      if (absl::Status s = tx.Create(&instrument); !s.ok()) return s;
      if (absl::Status s = tx.Create(&survey); !s.ok()) return s;
      return tx.Create(&wave);
    });
    for (int person = 0; person < people; ++person) Answer(compiled, person, bytes);
    ASSERT_TRUE(people == 0 || responses_->Close(kWave).ok());
  }
  void Answer(const std::shared_ptr<const CompiledInstrument>& compiled, int person,
              std::size_t bytes) {
    Response response;
    response.wave = kWave;
    response.response_id = absl::StrFormat("%08x-0000-4000-8000-000000000000", person);
    response.instrument = compiled;
    response.make_files = true;  // This wave was never released.
    auto* answer = response.answers.Add();
    answer->set_code("Q1");
    answer->set_text(std::string(bytes, static_cast<char>('a' + person % 26)));
    absl::Mutex mutex;
    bool done = false;
    responses_->Add(std::move(response), {}, [&](absl::StatusOr<Stored> stored) {
      EXPECT_TRUE(stored.ok()) << stored.status();
      absl::MutexLock lock(&mutex);
      done = true;
    });
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&done));
  }
  void Set(std::vector<auth::Right> rights) {
    absl::MutexLock lock(&mutex_);
    rights_ = std::move(rights);
  }

  using Stream = std::unique_ptr<grpc::ClientReader<ExportResponsesResponse>>;
  Stream Export(grpc::ClientContext* context, bool texts = true,
                const std::string& purpose = kPurpose) {
    context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(100));
    ExportResponsesRequest request;
    request.set_name(kWave);
    request.set_format(ExportResponsesRequest::FORMAT_SAV);
    request.set_purpose(purpose);
    request.set_include_texts(texts);
    return stub_->ExportResponses(context, request);
  }
  static ErrorReason End(Stream& stream) {
    ExportResponsesResponse message;
    while (stream->Read(&message)) EXPECT_EQ(message.sha256(), "");
    return rpc::ReasonOf(rpc::FromGrpcStatus(stream->Finish()));
  }
  ErrorReason Refused(bool texts = true, const std::string& purpose = kPurpose) {
    grpc::ClientContext context;
    Stream stream = Export(&context, texts, purpose);
    const ErrorReason reason = End(stream);
    EXPECT_THAT(Entries(), IsEmpty());
    return reason;
  }
  // What the log tells of exports.
  std::vector<std::string> Entries() {
    std::vector<std::string> entries;
    const absl::Status read = kernel_->store->Read([&](resource::Tx& tx) {
      history::ReadEntries(tx.connection(), kOwner, 0, 1000, [&](const history::Entry& entry) {
        if (entry.verb != "CREATE" && entry.verb != "UPDATE") {
          entries.push_back(absl::StrCat(entry.verb, " ", entry.resource, " ", entry.actor, " ",
                                         entry.role, ": ", entry.reason));
        }
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return entries;
  }
  static std::string Entry(const char* verb) {
    return absl::StrCat(verb, " ", kWave, " anna ANALYST: ", kPurpose);
  }

  std::string folder_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  std::unique_ptr<resource::Kernel> kernel_;
  std::unique_ptr<ResponseStore> responses_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1alpha::ExportService::Stub> stub_;
  absl::Mutex mutex_;
  std::vector<auth::Right> rights_ ABSL_GUARDED_BY(mutex_) = {
      {"programmes/p", type::v1alpha::ROLE_ANALYST}};
};

TEST_F(ExportStreamTest, SendsPiecesAndThenTheirSum) {
  MakeWave(100, 9000);
  grpc::ClientContext context;
  Stream stream = Export(&context);
  std::string file;
  ExportResponsesResponse message;
  int messages = 0;
  std::string sum;
  while (stream->Read(&message)) {
    EXPECT_EQ(message.file_name(), messages == 0 ? "s-w.sav" : "");
    EXPECT_EQ(message.media_type(), messages == 0 ? "application/x-spss-sav" : "");
    // All but the last are full.
    EXPECT_EQ(message.sha256().empty(), message.data().size() == ExportStream::kPieceBytes);
    file += message.data();
    sum = message.sha256();
    ++messages;
  }
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_GT(messages, 10);
  EXPECT_EQ(sum, types::Sha256Hex(file));
  EXPECT_EQ(file.substr(0, 4), "$FL2");
  EXPECT_THAT(Entries(), ElementsAre(Entry("EXPORT_RESPONSES_WITH_TEXTS")));
}

TEST_F(ExportStreamTest, TheEntryIsThereBeforeTheFirstByte) {
  MakeWave(300, 9000);
  grpc::ClientContext context;
  Stream stream = Export(&context);
  ExportResponsesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_THAT(Entries(), ElementsAre(Entry("EXPORT_RESPONSES_WITH_TEXTS")));
  // Whoever breaks off has begun all the same.
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_THAT(Entries(), ElementsAre(Entry("EXPORT_RESPONSES_WITH_TEXTS")));
  // The purpose is destroyed with the personal content of the wave.
  Write([](resource::Tx& tx) { return tx.ErasePersonal(kWave).status(); });
  EXPECT_EQ(Entries()[0].substr(Entries()[0].size() - 2), ": ");
}

TEST_F(ExportStreamTest, WhatIsRefusedLeavesNoEntry) {
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  EXPECT_EQ(Refused(true, "kurz"), type::v1alpha::ERROR_REASON_INVALID_FIELDS);
  MakeWave(19, 10);
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_TOO_FEW_RESPONSES);
  Set({{"programmes/p", type::v1alpha::ROLE_INSTITUTE_CONSULTANT}});
  EXPECT_EQ(Refused(false), type::v1alpha::ERROR_REASON_PERMISSION_MISSING);
  Set({{"programmes/q", type::v1alpha::ROLE_ANALYST}});
  EXPECT_EQ(Refused(false), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  Set({{"programmes/p", type::v1alpha::ROLE_ANALYST}});
  grpc::ClientContext context;
  Stream stream = Export(&context, /*texts=*/false);
  ExportResponsesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  EXPECT_EQ(message.sha256(), types::Sha256Hex(message.data()));
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_THAT(Entries(), ElementsAre(Entry("EXPORT_RESPONSES")));
}

TEST_F(ExportStreamTest, AnOpenWaveIsNotExported) {
  MakeWave(0, 0, Wave::STATE_OPEN);
  EXPECT_EQ(Refused(), type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED);
}

TEST_F(ExportStreamTest, ARightThatEndsEndsIt) {
  MakeWave(300, 9000);
  grpc::ClientContext context;
  Stream stream = Export(&context);
  ExportResponsesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  Set({});
  EXPECT_EQ(End(stream), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(ExportStreamTest, AnErasureEndsIt) {
  MakeWave(300, 9000);
  grpc::ClientContext context;
  Stream stream = Export(&context);
  ExportResponsesResponse message;
  ASSERT_TRUE(stream->Read(&message));
  Write([](resource::Tx& tx) -> absl::Status {
    Wave wave;
    if (absl::Status s = tx.Load(kWave, &wave); !s.ok()) return s;
    wave.add_erased_codes("Q1");
    return tx.Save("ERASE_ANSWERS", "", &wave);
  });
  EXPECT_EQ(End(stream), type::v1alpha::ERROR_REASON_ETAG_MISMATCH);
}

}  // namespace
}  // namespace lotse::survey
