#pragma once

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/instrument_service.grpc.pb.h"
#include "lotse/survey/v1alpha/material_release_service.grpc.pb.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "lotse/survey/v1alpha/survey_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"
#include "services/reporting/follow/feed_testing.h"
#include "services/reporting/sources/survey.h"

// A lotse-survey over gRPC that answers as it is told.
namespace lotse::reporting {

class FakeSurvey {
 public:
  FakeSurvey() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&analysis_);
    builder.RegisterService(&releases_);
    builder.RegisterService(&surveys_);
    builder.RegisterService(&instruments_);
    builder.RegisterService(&materials_);
    server_ = builder.BuildAndStart();
  }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcessChannel({}); }

  // What every method answers unless it is OK.
  grpc::Status failure;
  // What the page of tables with this number answers with `failure` alone; -1: all do.
  int failing_page = -1;
  // The method that alone answers with `failure` and takes its time, for example `GetWave`; empty:
  // all do.
  std::string failing_method;
  // The methods that were called, in order.
  std::vector<std::string> methods;
  // How long each answer takes.
  absl::Duration takes;
  int asked = 0;
  // Of all waves and releases.
  std::string etag = "4";
  survey::v1alpha::Release::State state = survey::v1alpha::Release::STATE_FROZEN;
  std::string prolongation_reason;
  int tables = 3;  // One on each page.
  // What is said of each wave that is asked for without its answers, of its releases and of how
  // many were invited.
  survey::v1alpha::Wave wave;
  std::optional<int64_t> invited;
  std::optional<int64_t> responses;
  int variables = 2;  // One on each page.
  // Of all releases of material, with their name and etag.
  survey::v1alpha::MaterialRelease material;

  void Refuse(type::v1alpha::ErrorReason reason) {
    failure = rpc::ToGrpcStatus(rpc::Error(reason, "as told"), "survey.lotse");
  }

 private:
  grpc::Status Answer(const char* method, int page = -1) {
    ++asked;
    methods.push_back(method);
    if (!failing_method.empty() && failing_method != method) return grpc::Status::OK;
    absl::SleepFor(takes);
    return failing_page == page || failing_page < 0 ? failure : grpc::Status::OK;
  }

  struct Analysis final : survey::v1alpha::AnalysisService::Service {
    explicit Analysis(FakeSurvey* fake) : fake(fake) {}
    grpc::Status TabulateWave(grpc::ServerContext*, const survey::v1alpha::TabulateWaveRequest* q,
                              survey::v1alpha::TabulateWaveResponse* r) override {
      r->mutable_wave()->set_name(q->name());
      r->mutable_wave()->set_etag(fake->etag);
      if (!fake->prolongation_reason.empty()) {
        r->mutable_wave()->add_prolongations()->set_reason(fake->prolongation_reason);
      }
      return fake->Answer("TabulateWave");
    }
    FakeSurvey* const fake;
  };

  struct Releases final : survey::v1alpha::ReleaseService::Service {
    explicit Releases(FakeSurvey* fake) : fake(fake) {}
    grpc::Status GetRelease(grpc::ServerContext*, const survey::v1alpha::GetReleaseRequest* q,
                            survey::v1alpha::Release* r) override {
      r->set_name(q->name());
      r->set_etag(fake->etag);
      r->set_state(fake->state);
      if (fake->responses.has_value()) r->set_responses(*fake->responses);
      return fake->Answer("GetRelease");
    }
    grpc::Status ListReleasedTables(grpc::ServerContext*,
                                    const survey::v1alpha::ListReleasedTablesRequest* q,
                                    survey::v1alpha::ListReleasedTablesResponse* r) override {
      const int page = q->page_token().empty() ? 0 : std::stoi(q->page_token());
      auto& table = *r->add_tables();
      table.set_name(absl::StrCat(q->parent(), "/tables/t000", page + 1));
      table.set_etag("1");
      if (page + 1 < fake->tables) r->set_next_page_token(absl::StrCat(page + 1));
      return fake->Answer("ListReleasedTables", page);
    }
    grpc::Status ListVariables(grpc::ServerContext*, const survey::v1alpha::ListVariablesRequest* q,
                               survey::v1alpha::ListVariablesResponse* r) override {
      const int page = q->page_token().empty() ? 0 : std::stoi(q->page_token());
      r->add_variables()->set_code(absl::StrCat("q", page + 1));
      if (page + 1 < fake->variables) r->set_next_page_token(absl::StrCat(page + 1));
      return fake->Answer("ListVariables");
    }
    FakeSurvey* const fake;
  };

  struct Surveys final : survey::v1alpha::SurveyService::Service {
    explicit Surveys(FakeSurvey* fake) : fake(fake) {}
    grpc::Status GetWave(grpc::ServerContext*, const survey::v1alpha::GetWaveRequest* q,
                         survey::v1alpha::Wave* r) override {
      *r = fake->wave;
      r->set_name(q->name());
      r->set_etag(fake->etag);
      r->set_instrument("programmes/p/engagements/e/instruments/i");
      return fake->Answer("GetWave");
    }
    grpc::Status GetCollectionReport(grpc::ServerContext*,
                                     const survey::v1alpha::GetCollectionReportRequest*,
                                     survey::v1alpha::GetCollectionReportResponse* r) override {
      if (fake->invited.has_value()) r->mutable_total()->set_invited(*fake->invited);
      return fake->Answer("GetCollectionReport");
    }
    FakeSurvey* const fake;
  };

  struct Instruments final : survey::v1alpha::InstrumentService::Service {
    explicit Instruments(FakeSurvey* fake) : fake(fake) {}
    grpc::Status GetInstrument(grpc::ServerContext*, const survey::v1alpha::GetInstrumentRequest* q,
                               survey::v1alpha::Instrument* r) override {
      r->set_name(q->name());
      r->set_etag("7");
      r->set_content_sha256(std::string(64, 'a'));
      r->mutable_title()->add_variants()->set_text("Fragebogen");
      return fake->Answer("GetInstrument");
    }
    FakeSurvey* const fake;
  };

  struct Materials final : survey::v1alpha::MaterialReleaseService::Service {
    explicit Materials(FakeSurvey* fake) : fake(fake) {}
    grpc::Status GetReleasedMaterial(grpc::ServerContext*,
                                     const survey::v1alpha::GetReleasedMaterialRequest* q,
                                     survey::v1alpha::MaterialRelease* r) override {
      *r = fake->material;
      r->set_name(q->name());
      r->set_etag(fake->etag);
      return fake->Answer("GetReleasedMaterial");
    }
    FakeSurvey* const fake;
  };

  Analysis analysis_{this};
  Releases releases_{this};
  Surveys surveys_{this};
  Instruments instruments_{this};
  Materials materials_{this};
  std::unique_ptr<grpc::Server> server_;
};

// A Survey that asks a FakeSurvey, with a mirror in a folder of its own.
class SurveyTesting : public ::testing::Test {
 protected:
  SurveyTesting() {
    auto mirror = Mirror::Open(folder_ / "mirror.db", log_.log());
    EXPECT_TRUE(mirror.ok()) << mirror.status();
    mirror_ = *std::move(mirror);
    Survey::Options options;
    options.channel = fake_.channel();
    options.mirror = mirror_.get();
    options.timeout = absl::Seconds(20);
    options.clock = [this] { return now_; };
    options.unreachable = [this](const std::string& what) { unreachable_.push_back(what); };
    survey_ = std::make_unique<Survey>(options);
  }

  absl::Status Ask(const std::vector<std::string>& waves, const std::vector<std::string>& releases,
                   absl::Time deadline = absl::InfiniteFuture()) {
    inputs_ = {};
    return survey_->Ask({waves, releases, {}}, deadline, [] {}, &inputs_);
  }
  absl::Status AskMaterials(const std::vector<std::string>& materials) {
    inputs_ = {};
    return survey_->Ask({{}, {}, materials}, absl::InfiniteFuture(), [] {}, &inputs_);
  }
  void GoDown() { fake_.failure = {grpc::StatusCode::UNAVAILABLE, "gone"}; }

  // The sources as `state resource revision day`.
  std::vector<std::string> Sources() const {
    std::vector<std::string> out;
    for (const v1alpha::Source& source : inputs_.sources) {
      EXPECT_EQ(source.service(), "survey");
      const auto& day = source.last_reached_date();
      out.push_back(absl::StrCat(
          source.state() == v1alpha::Source::STATE_REACHED ? "reached " : "unreachable ",
          source.resource(), " ", source.revision(),
          source.has_last_reached_date()
              ? absl::StrCat(" ", day.year(), "-", day.month(), "-", day.day())
              : ""));
    }
    return out;
  }

  Folder folder_;
  ReadLog log_;
  FakeSurvey fake_;
  absl::Time now_ = absl::FromUnixSeconds(1'772'000'000);
  std::vector<std::string> unreachable_;
  std::unique_ptr<Mirror> mirror_;
  std::unique_ptr<Survey> survey_;
  ReportInputs inputs_;
};

}  // namespace lotse::reporting
