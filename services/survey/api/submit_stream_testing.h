#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/consent_text_service.pb.h"
#include "lotse/survey/v1alpha/instrument_service.pb.h"
#include "lotse/survey/v1alpha/population_service.pb.h"
#include "lotse/survey/v1alpha/survey_service.pb.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "services/survey/api/submit_stream.h"

// The stream by itself: over a server, with a taker of responses that the test decides for.
namespace lotse::survey {

using type::v1alpha::ErrorReason;
using v1alpha::SubmitResponsesRequest;
using v1alpha::SubmitResponsesResponse;

inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
inline constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;

inline const google::protobuf::ServiceDescriptor* Descriptor() {
  return SubmitResponsesRequest::descriptor()->file()->FindServiceByName("ResponseService");
}

// Items that were taken and are not done.
class Taker {
 public:
  void Take(const v1alpha::SubmitResponseRequest& request, Submission submission,
            v1alpha::SubmitResponseResponse* reply) {
    {
      absl::MutexLock lock(&mutex_);
      if (hold_) return held_.push_back({&request, std::move(submission), reply});
    }
    Do(request, submission, reply);
  }
  void Hold() {
    absl::MutexLock lock(&mutex_);
    hold_ = true;
  }
  // Does what is held, the last first, and holds nothing any more.
  void Release() {
    std::vector<Held> held;
    {
      absl::MutexLock lock(&mutex_);
      hold_ = false;
      held.swap(held_);
    }
    for (auto it = held.rbegin(); it != held.rend(); ++it) {
      Do(*it->request, it->submission, it->reply);
    }
  }
  size_t held() {
    absl::MutexLock lock(&mutex_);
    return held_.size();
  }
  void WaitFor(size_t held) {
    const auto there = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return held_.size() >= held; };
    absl::MutexLock lock(&mutex_);
    EXPECT_TRUE(mutex_.AwaitWithDeadline(absl::Condition(&there), absl::Now() + absl::Seconds(20)));
  }
  int stored() const { return stored_; }

 private:
  struct Held {
    const v1alpha::SubmitResponseRequest* request;
    Submission submission;
    v1alpha::SubmitResponseResponse* reply;
  };

  // By the id: what is to become of it.
  void Do(const v1alpha::SubmitResponseRequest& request, const Submission& submission,
          v1alpha::SubmitResponseResponse* reply) {
    EXPECT_EQ(request.parent(), kWave);
    if (submission.patience.Over()) {
      return submission.done(rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "gone"));
    }
    if (absl::Status s = submission.allowed(); !s.ok()) return submission.done(s);
    if (request.response_id() == "wrong") {
      return submission.done(rpc::InvalidFields({{"answers[0]", "wrong"}}));
    }
    if (request.response_id() == "fault") return submission.done(absl::InternalError("secret"));
    if (request.response_id() == "later") {
      return submission.done(rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED, "later", 3));
    }
    reply->set_duplicate(request.response_id() == "again");
    ++stored_;
    submission.done(absl::OkStatus());
  }

  std::atomic<int> stored_ = 0;
  absl::Mutex mutex_;
  bool hold_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<Held> held_ ABSL_GUARDED_BY(mutex_);
};

// One method alone: all of a service compile for a minute.
class Service final : public v1alpha::ResponseService::WithCallbackMethod_SubmitResponses<
                          v1alpha::ResponseService::Service> {
 public:
  grpc::ServerBidiReactor<SubmitResponsesRequest, SubmitResponsesResponse>* SubmitResponses(
      grpc::CallbackServerContext* context) override {
    return SubmitStream::Begin(
        &kernel->api, context,
        {[](const std::string& wave) {
           return wave == kWave ? absl::OkStatus() : rpc::NotFound(wave);
         },
         [this](const v1alpha::SubmitResponseRequest& q, Submission submission,
                v1alpha::SubmitResponseResponse* r) { taker.Take(q, std::move(submission), r); }},
        standstill);
  }

  std::unique_ptr<resource::Kernel> kernel;
  Taker taker;
  absl::Duration standstill = SubmitStream::kMaxStandstill;
};

class SubmitStreamTest : public ::testing::Test {
 protected:
  using Stream = grpc::ClientReaderWriter<SubmitResponsesRequest, SubmitResponsesResponse>;

  SubmitStreamTest() {
    std::string pattern = testing::TempDir() + "/streamXXXXXX";
    folder_ = mkdtemp(pattern.data());
    options_.domain = "test.lotse";
    options_.identify = [this](const grpc::CallbackServerContext&) {
      const std::vector<auth::Right> rights = {{"programmes/p", role_.load()}};
      return rpc::Caller{"ada", {}, std::make_shared<auth::Access>(rights)};
    };
  }
  ~SubmitStreamTest() override {
    taker().Release();
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    service_.kernel.reset();
    shell_.reset();
    log_.reset();
    std::fclose(log_file_);
    std::filesystem::remove_all(folder_);
  }

  // Serves and opens a stream.
  void Start() {
    log_ = std::make_unique<ops::Log>("test", fileno(log_file_));
    auto methods = ops::Methods::Make({Descriptor()}, {}, &registry_);
    ASSERT_TRUE(methods.ok()) << methods.status();
    shell_ = std::make_unique<rpc::Shell>(options_, *std::move(methods), &registry_, log_.get());
    // By the requests, so that they are linked in.
    std::vector<std::string> services;
    for (const google::protobuf::Descriptor* request :
         {v1alpha::GetInstrumentRequest::descriptor(), v1alpha::GetSurveyRequest::descriptor(),
          v1alpha::GetPopulationRequest::descriptor(), v1alpha::GetConsentTextRequest::descriptor(),
          SubmitResponsesRequest::descriptor()}) {
      services.push_back(request->file()->service(0)->full_name());
    }
    auto kernel = resource::Kernel::Open(folder_ + "/data", "x.db", services, shell_.get());
    ASSERT_TRUE(kernel.ok()) << kernel.status();
    service_.kernel = *std::move(kernel);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = v1alpha::ResponseService::NewStub(
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials()));
    Open();
  }
  void Open() {
    stream_.reset();
    context_ = std::make_unique<grpc::ClientContext>();
    stream_ = stub_->SubmitResponses(context_.get());
    first_ = true;
  }
  bool Send(const std::vector<std::string>& ids) {
    SubmitResponsesRequest message;
    if (std::exchange(first_, false)) message.set_parent(kWave);
    for (const std::string& id : ids) message.add_items()->set_response_id(id);
    return stream_->Write(message);
  }
  // Results until there are so many, or the stream ends.
  std::map<int64_t, SubmitResponsesResponse::Result> Read(size_t count) {
    std::map<int64_t, SubmitResponsesResponse::Result> results;
    SubmitResponsesResponse message;
    while (results.size() < count && stream_->Read(&message)) {
      for (const auto& result : message.results()) {
        EXPECT_TRUE(results.emplace(result.item(), result).second) << "told twice";
      }
    }
    return results;
  }
  ErrorReason End() {
    status_ = rpc::FromGrpcStatus(stream_->Finish());
    return rpc::ReasonOf(status_);
  }
  // The reason of a result; UNSPECIFIED if it is no error.
  static ErrorReason ReasonOf(const SubmitResponsesResponse::Result& result) {
    return rpc::ReasonOf(rpc::FromGrpcStatus(
        grpc::Status(static_cast<grpc::StatusCode>(result.error().code()), result.error().message(),
                     result.error().SerializeAsString())));
  }
  Taker& taker() { return service_.taker; }

  std::string folder_;
  std::atomic<type::v1alpha::Role> role_ = type::v1alpha::ROLE_RESPONDENT;
  rpc::Shell::Options options_;
  std::FILE* const log_file_ = std::tmpfile();
  prometheus::Registry registry_;
  std::unique_ptr<ops::Log> log_;
  std::unique_ptr<rpc::Shell> shell_;
  Service service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<v1alpha::ResponseService::Stub> stub_;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<Stream> stream_;
  bool first_ = true;
  absl::Status status_;
};

}  // namespace lotse::survey
