#include "services/reporting/sources/peers.h"

#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/administration_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/phase_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/programme_service.grpc.pb.h"
#include "lotse/engagement/v1alpha/track_service.grpc.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"

// Over gRPC, with an engagement service that answers as it is told.
namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::Source;

namespace api = engagement::v1alpha;

constexpr char kName[] = "programmes/p/engagements/e";

struct Engagements final : api::EngagementService::Service {
  grpc::Status GetEngagement(grpc::ServerContext*, const api::GetEngagementRequest* q,
                             api::Engagement* r) override {
    r->set_name(q->name());
    r->set_administration("administrations/a");
    r->set_etag("4");
    return grpc::Status::OK;
  }
};

struct Programmes final : api::ProgrammeService::Service {
  grpc::Status GetProgramme(grpc::ServerContext*, const api::GetProgrammeRequest* q,
                            api::Programme* r) override {
    r->set_name(q->name());
    r->set_etag("2");
    return grpc::Status::OK;
  }
};

struct Administrations final : api::AdministrationService::Service {
  grpc::Status GetAdministration(grpc::ServerContext*, const api::GetAdministrationRequest* q,
                                 api::Administration* r) override {
    r->set_name(q->name());
    r->set_etag("3");
    return grpc::Status::OK;
  }
};

struct Tracks final : api::TrackService::Service {
  grpc::Status ListTracks(grpc::ServerContext*, const api::ListTracksRequest* q,
                          api::ListTracksResponse* r) override {
    api::Track& track = *r->add_tracks();
    track.set_name(absl::StrCat(q->parent(), "/tracks/t"));
    track.set_etag("7");
    return grpc::Status::OK;
  }
};

// Phases, one on each page; the token is the number of the next.
struct Phases final : api::PhaseService::Service {
  grpc::Status ListPhases(grpc::ServerContext*, const api::ListPhasesRequest* q,
                          api::ListPhasesResponse* r) override {
    order = q->order_by();
    const int page = q->page_token().empty() ? 0 : std::stoi(q->page_token());
    if (page == failing_page) return failure;
    api::Phase& phase = *r->add_phases();
    phase.set_name(absl::StrCat(kName, "/tracks/t/phases/p", page));
    phase.set_etag(etag);
    if (page + 1 < pages) r->set_next_page_token(absl::StrCat(page + 1));
    return grpc::Status::OK;
  }
  std::string order;
  std::string etag = "1";
  int pages = 3;
  int failing_page = -1;
  grpc::Status failure = {grpc::StatusCode::UNAVAILABLE, "gone"};
};

class PeersTest : public ::testing::Test {
 protected:
  PeersTest() {
    grpc::ServerBuilder builder;
    for (grpc::Service* service : std::initializer_list<grpc::Service*>{
             &engagements_, &programmes_, &administrations_, &tracks_, &phases_}) {
      builder.RegisterService(service);
    }
    server_ = builder.BuildAndStart();
    Peers::Options options;
    options.engagement = server_->InProcessChannel({});
    options.survey = options.engagement;
    options.timeout = absl::Seconds(10);
    options.unreachable = [this](const std::string& service, const std::string&) {
      unreachable_.push_back(service);
    };
    peers_.emplace(options);
  }

  absl::Status Ask() {
    inputs_ = {};
    return peers_->Ask(kName, {}, absl::InfiniteFuture(), &inputs_);
  }
  // The sources but for their revisions.
  std::vector<std::string> Asked() const {
    std::vector<std::string> names;
    for (const Source& source : inputs_.sources) {
      names.push_back(
          absl::StrCat(source.state() == Source::STATE_REACHED ? "" : "not ", source.resource()));
    }
    return names;
  }

  Engagements engagements_;
  Programmes programmes_;
  Administrations administrations_;
  Tracks tracks_;
  Phases phases_;
  std::unique_ptr<grpc::Server> server_;
  std::vector<std::string> unreachable_;
  std::optional<Peers> peers_;
  ReportInputs inputs_;
};

TEST_F(PeersTest, ReadsAllPagesAndNotesListsAsSources) {
  ASSERT_EQ(Ask(), absl::OkStatus());
  EXPECT_THAT(Asked(),
              ElementsAre(kName, "programmes/p", "administrations/a",
                          absl::StrCat(kName, "/tracks"), absl::StrCat(kName, "/tracks/-/phases")));
  EXPECT_EQ(phases_.order, "position");
  ASSERT_EQ(inputs_.process.tracks->size(), 1u);
  ASSERT_EQ(inputs_.process.phases->size(), 3u);
  EXPECT_EQ(inputs_.process.phases->at(2).name(), "programmes/p/engagements/e/tracks/t/phases/p2");
  EXPECT_EQ(inputs_.sources[0].revision(), "4");
  // As document.proto says it.
  EXPECT_EQ(inputs_.sources[3].revision(),
            types::Sha256Hex("programmes/p/engagements/e/tracks/t@7\n"));
  EXPECT_EQ(inputs_.sources[4].revision(),
            types::Sha256Hex("programmes/p/engagements/e/tracks/t/phases/p0@1\n"
                             "programmes/p/engagements/e/tracks/t/phases/p1@1\n"
                             "programmes/p/engagements/e/tracks/t/phases/p2@1\n"));
  EXPECT_THAT(unreachable_, IsEmpty());
}

TEST_F(PeersTest, AChangeOfAnyResourceIsAnotherRevisionOfItsList) {
  ASSERT_EQ(Ask(), absl::OkStatus());
  const std::string before = inputs_.sources[4].revision();
  ASSERT_EQ(Ask(), absl::OkStatus());
  EXPECT_EQ(inputs_.sources[4].revision(), before);
  phases_.etag = "2";
  ASSERT_EQ(Ask(), absl::OkStatus());
  EXPECT_NE(inputs_.sources[4].revision(), before);
}

TEST_F(PeersTest, PartOfAListIsNoList) {
  phases_.failing_page = 2;
  ASSERT_EQ(Ask(), absl::OkStatus());
  EXPECT_EQ(Asked().back(), absl::StrCat("not ", kName, "/tracks/-/phases"));
  EXPECT_EQ(inputs_.sources.back().revision(), "");
  EXPECT_FALSE(inputs_.process.phases.has_value());
  EXPECT_TRUE(inputs_.process.tracks.has_value());
  EXPECT_THAT(unreachable_, ElementsAre("engagement"));
}

TEST_F(PeersTest, ARefusalOfAListIsReturned) {
  phases_.failing_page = 1;
  phases_.failure = {grpc::StatusCode::NOT_FOUND, "no such engagement"};
  EXPECT_TRUE(absl::IsNotFound(Ask()));
}

}  // namespace
}  // namespace lotse::reporting
