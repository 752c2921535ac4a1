#pragma once

#include <google/protobuf/text_format.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/fake_services.h"
#include "lotse/survey/v1alpha/population_service.grpc.pb.h"
#include "lotse/survey/v1alpha/response_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"

// What the tests of lotse wave share: a service in this process.
namespace lotse::cli {

using google::protobuf::TextFormat;
using grpc::ServerContext;
using survey::v1alpha::Wave;

namespace api = survey::v1alpha;

inline constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";

// A service that knows one wave. It takes each step, and keeps what it was asked.
struct FakeWaves : api::SurveyService::Service {
  Wave wave;
  std::vector<api::ReleaseWaveRequest> releases;
  std::vector<api::RevokeReleaseRequest> revocations;
  std::vector<api::OpenWaveRequest> openings;
  std::vector<api::ProlongWaveRequest> prolongations;
  std::vector<api::CloseWaveRequest> closings;
  std::vector<api::EraseAnswersRequest> erasures;
  std::vector<api::PurgeWaveRequest> purges;
  api::GetCollectionReportResponse report;
  api::WatchCollectionRequest watched;
  std::vector<api::WatchCollectionResponse> news;

  grpc::Status GetWave(ServerContext*, const api::GetWaveRequest*, Wave* reply) override {
    *reply = wave;
    return grpc::Status::OK;
  }
  grpc::Status ReleaseWave(ServerContext*, const api::ReleaseWaveRequest* q, Wave* r) override {
    *wave.mutable_release()->mutable_staff_council() = q->staff_council();
    return Take(*q, Wave::STATE_RELEASED, &releases, r);
  }
  grpc::Status RevokeRelease(ServerContext*, const api::RevokeReleaseRequest* q, Wave* r) override {
    return Take(*q, Wave::STATE_PLANNED, &revocations, r);
  }
  grpc::Status OpenWave(ServerContext*, const api::OpenWaveRequest* q, Wave* r) override {
    return Take(*q, Wave::STATE_OPEN, &openings, r);
  }
  grpc::Status ProlongWave(ServerContext*, const api::ProlongWaveRequest* q, Wave* r) override {
    return Take(*q, Wave::STATE_OPEN, &prolongations, r);
  }
  grpc::Status CloseWave(ServerContext*, const api::CloseWaveRequest* q, Wave* r) override {
    return Take(*q, Wave::STATE_CLOSED, &closings, r);
  }
  grpc::Status EraseAnswers(ServerContext*, const api::EraseAnswersRequest* q, Wave* r) override {
    wave.mutable_erased_codes()->CopyFrom(q->codes());
    return Take(*q, Wave::STATE_CLOSED, &erasures, r);
  }
  grpc::Status PurgeWave(ServerContext*, const api::PurgeWaveRequest* q, Wave* r) override {
    wave.mutable_purge()->set_cause(api::WavePurge::CAUSE_REQUEST);
    wave.mutable_purge()->set_reason(q->reason());
    wave.mutable_purge()->set_responses(213);
    wave.mutable_purge()->set_certificate_sha256("00ff");
    return Take(*q, Wave::STATE_PURGED, &purges, r);
  }
  grpc::Status GetCollectionReport(ServerContext*, const api::GetCollectionReportRequest*,
                                   api::GetCollectionReportResponse* reply) override {
    *reply = report;
    return grpc::Status::OK;
  }
  // Tells all it has and waits for the end, as long as the caller does.
  grpc::Status WatchCollection(ServerContext* context, const api::WatchCollectionRequest* q,
                               grpc::ServerWriter<api::WatchCollectionResponse>* out) override {
    watched = *q;
    for (const auto& message : news) out->Write(message);
    while (!context->IsCancelled()) absl::SleepFor(absl::Milliseconds(10));
    return grpc::Status::OK;
  }
  template <class Request>
  grpc::Status Take(const Request& request, Wave::State state, std::vector<Request>* requests,
                    Wave* reply) {
    requests->push_back(request);
    wave.set_state(state);
    *reply = wave;
    return grpc::Status::OK;
  }
};

struct FakePopulations : api::PopulationService::Service {
  api::Population population;
  grpc::Status GetPopulation(ServerContext*, const api::GetPopulationRequest*,
                             api::Population* reply) override {
    *reply = population;
    return grpc::Status::OK;
  }
};

struct FakeResponses : api::ResponseService::Service {
  std::vector<api::EraseResponseRequest> erasures;
  grpc::Status EraseResponse(ServerContext*, const api::EraseResponseRequest* q,
                             api::EraseResponseResponse*) override {
    erasures.push_back(*q);
    return grpc::Status::OK;
  }
};

class WaveTest : public ::testing::Test {
 protected:
  WaveTest() {
    EXPECT_TRUE(TextFormat::ParseFromString(
        R"pb(name: "programmes/p/engagements/e/surveys/s/waves/w"
             etag: "7"
             state: STATE_PLANNED
             title { variants { language: "de" text: "Erste Welle" } }
             start_date { year: 2026 month: 5 day: 1 }
             end_date { year: 2026 month: 5 day: 31 })pb",
        &waves_.wave));
    EXPECT_TRUE(
        TextFormat::ParseFromString(R"pb(title { variants { language: "de" text: "Beschäftigte" } }
                                         size: 1200)pb",
                                    &populations_.population));
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(&waves_);
    builder.RegisterService(&populations_);
    builder.RegisterService(&responses_);
    server_ = builder.BuildAndStart();
  }
  ~WaveTest() override { server_->Shutdown(); }

  CliResult Run(const char* command, std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"wave", command, kWave,
                                      absl::StrCat("--survey=127.0.0.1:", port_)};
    words.insert(words.end(), more.begin(), more.end());
    return RunCli(words);
  }

  FakeWaves waves_;
  FakePopulations populations_;
  FakeResponses responses_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lotse::cli
