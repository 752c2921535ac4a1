#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "lotse/survey/v1alpha/analysis_service.grpc.pb.h"
#include "lotse/survey/v1alpha/release_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/rpc/grpc_status.h"

// A lotse-survey over gRPC that answers as it is told.
namespace lotse::reporting {

class FakeSurvey {
 public:
  FakeSurvey() {
    grpc::ServerBuilder builder;
    builder.RegisterService(&analysis_);
    builder.RegisterService(&releases_);
    server_ = builder.BuildAndStart();
  }
  std::shared_ptr<grpc::Channel> channel() { return server_->InProcessChannel({}); }

  // What every method answers unless it is OK.
  grpc::Status failure;
  // What the page of tables with this number answers with `failure` alone; -1: all do.
  int failing_page = -1;
  // How long each answer takes.
  absl::Duration takes;
  int asked = 0;
  // Of all waves and releases.
  std::string etag = "4";
  survey::v1alpha::Release::State state = survey::v1alpha::Release::STATE_FROZEN;
  std::string prolongation_reason;
  int tables = 3;  // One on each page.

  void Refuse(type::v1alpha::ErrorReason reason) {
    failure = rpc::ToGrpcStatus(rpc::Error(reason, "as told"), "survey.lotse");
  }

 private:
  grpc::Status Answer(int page = -1) {
    ++asked;
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
      return fake->Answer();
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
      return fake->Answer();
    }
    grpc::Status ListReleasedTables(grpc::ServerContext*,
                                    const survey::v1alpha::ListReleasedTablesRequest* q,
                                    survey::v1alpha::ListReleasedTablesResponse* r) override {
      const int page = q->page_token().empty() ? 0 : std::stoi(q->page_token());
      auto& table = *r->add_tables();
      table.set_name(absl::StrCat(q->parent(), "/tables/t000", page + 1));
      table.set_etag("1");
      if (page + 1 < fake->tables) r->set_next_page_token(absl::StrCat(page + 1));
      return fake->Answer(page);
    }
    FakeSurvey* const fake;
  };

  Analysis analysis_{this};
  Releases releases_{this};
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lotse::reporting
