#include "services/reporting/follow/read_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_join.h"
#include "runtime/types/date.h"
#include "runtime/types/sha256.h"
#include "services/reporting/follow/feed_testing.h"

namespace lotse::reporting {
namespace {

namespace api = engagement::v1alpha;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using v1alpha::Source;

constexpr char kName[] = "programmes/p/engagements/e";
// In Berlin the next day.
const absl::Time kReached =
    absl::FromCivil(absl::CivilSecond(2026, 3, 2, 23, 30, 0), absl::UTCTimeZone());

class ReadProcessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto mirror = Mirror::Open(folder_ / "mirror.db", log_.log());
    ASSERT_TRUE(mirror.ok()) << mirror.status();
    mirror_ = *std::move(mirror);
  }

  template <class Resource>
  Resource Put(const std::string& name) {
    Resource resource;
    resource.set_name(name);
    feed_.Put(resource);
    return resource;
  }
  template <class Resource>
  void PutBelow(const std::string& local) {
    Put<Resource>(absl::StrCat(kName, "/", local));
  }
  void PutEngagement() {
    api::Engagement engagement;
    engagement.set_name(kName);
    engagement.set_administration("administrations/a");
    feed_.Put(engagement);
    Put<api::Programme>("programmes/p");
    Put<api::Administration>("administrations/a");
  }
  // Takes all that the feed has.
  void Reach() {
    const FeedPosition from = mirror_->PositionOf(kEngagementService);
    FakeFeed::Request request;
    request.set_cursor(from.cursor);
    const absl::Status applied =
        mirror_->Apply(kEngagementService, from, *feed_.List(request), kReached);
    ASSERT_TRUE(applied.ok()) << applied;
  }

  absl::Status Read(bool reached = true) {
    process_ = {};
    sources_.clear();
    heads_.clear();
    return mirror_->Read([&](MirrorView& view) {
      return ReadProcess(view, kName, reached, &process_, &sources_, &heads_);
    });
  }
  std::string RevisionOf(const std::string& resource) const {
    for (const Source& source : sources_) {
      if (source.resource() == resource) return source.revision();
    }
    return "none";
  }
  template <class Resource>
  static std::string Names(const std::optional<std::vector<Resource>>& all) {
    if (!all.has_value()) return "absent";
    return absl::StrJoin(*all, " ", [](std::string* out, const Resource& resource) {
      absl::StrAppend(out, resource.name().substr(resource.name().rfind('/') + 1));
    });
  }

  Folder folder_;
  ReadLog log_;
  FakeFeed feed_;
  std::unique_ptr<Mirror> mirror_;
  ProcessInputs process_;
  std::vector<Source> sources_;
  std::vector<v1alpha::LogHead> heads_;
};

// It was caught up with, and then the file was found damaged and made anew.
TEST_F(ReadProcessTest, WhatIsReadAnewIsNotTakenForMissing) {
  PutEngagement();
  ASSERT_TRUE(Read(/*reached=*/true).ok());
  EXPECT_FALSE(process_.engagement.has_value());
  ASSERT_EQ(sources_.size(), 1u);
  EXPECT_EQ(sources_[0].resource(), kName);
  EXPECT_EQ(sources_[0].state(), Source::STATE_UNREACHABLE);
  EXPECT_EQ(sources_[0].revision(), "");
}

TEST_F(ReadProcessTest, ReadsEachKindWhereItLies) {
  PutEngagement();
  PutBelow<api::Track>("tracks/t");
  PutBelow<api::Phase>("tracks/t/phases/p2");
  PutBelow<api::Phase>("tracks/t/phases/p1");
  PutBelow<api::Phase>("tracks/s/phases/p3");
  PutBelow<api::Agreement>("agreements/agr");
  PutBelow<api::Finding>("findings/fin");
  PutBelow<api::Need>("needs/nee");
  PutBelow<api::Goal>("goals/goa");
  PutBelow<api::Measure>("measures/mea");
  PutBelow<api::Milestone>("measures/mea/milestones/mil");
  PutBelow<api::Indicator>("indicators/ind");
  PutBelow<api::Measurement>("indicators/ind/measurements/val");
  PutBelow<api::Decision>("decisions/dec");
  PutBelow<api::MeetingRecord>("meetingRecords/rec");
  PutBelow<api::Body>("bodies/bod");
  PutBelow<api::ActionItem>("actionItems/act");
  Put<api::Indicator>("programmes/p/indicators/shared");
  Put<api::Measurement>("programmes/p/indicators/shared/measurements/common");
  Put<api::OrgUnit>("administrations/a/orgUnits/u");
  // Of others.
  Put<api::Goal>("programmes/p/goals/shared");
  Put<api::Goal>("programmes/p/engagements/e2/goals/x");
  Put<api::Indicator>("programmes/p2/indicators/x");
  Put<api::OrgUnit>("administrations/b/orgUnits/x");
  Reach();
  ASSERT_TRUE(Read().ok());
  EXPECT_EQ(process_.engagement->etag(), "1");
  EXPECT_EQ(process_.programme->name(), "programmes/p");
  EXPECT_EQ(process_.administration->name(), "administrations/a");
  const std::vector<std::string> names = {
      Names(process_.tracks),       Names(process_.phases),       Names(process_.agreements),
      Names(process_.findings),     Names(process_.needs),        Names(process_.goals),
      Names(process_.measures),     Names(process_.milestones),   Names(process_.indicators),
      Names(process_.measurements), Names(process_.decisions),    Names(process_.meeting_records),
      Names(process_.bodies),       Names(process_.action_items), Names(process_.org_units)};
  EXPECT_THAT(names, ElementsAre("t", "p3 p1 p2", "agr", "fin", "nee", "goa", "mea", "mil",
                                 "ind shared", "val common", "dec", "rec", "bod", "act", "u"));
  std::vector<std::string> asked;
  for (const Source& source : sources_) {
    EXPECT_EQ(source.service(), "engagement");
    EXPECT_EQ(source.state(), Source::STATE_REACHED);
    EXPECT_FALSE(source.has_last_reached_date());
    asked.push_back(source.resource());
  }
  EXPECT_EQ(absl::StrJoin(asked, "\n"),
            "programmes/p/engagements/e\n"
            "programmes/p\n"
            "administrations/a\n"
            "programmes/p/engagements/e/tracks\n"
            "programmes/p/engagements/e/tracks/-/phases\n"
            "programmes/p/engagements/e/agreements\n"
            "programmes/p/engagements/e/findings\n"
            "programmes/p/engagements/e/needs\n"
            "programmes/p/engagements/e/goals\n"
            "programmes/p/engagements/e/measures\n"
            "programmes/p/engagements/e/measures/-/milestones\n"
            "programmes/p/engagements/e/indicators\n"
            "programmes/p/engagements/e/indicators/-/measurements\n"
            "programmes/p/engagements/e/decisions\n"
            "programmes/p/engagements/e/meetingRecords\n"
            "programmes/p/engagements/e/bodies\n"
            "programmes/p/engagements/e/actionItems\n"
            "programmes/p/indicators\n"
            "programmes/p/indicators/-/measurements\n"
            "administrations/a/orgUnits");
}

TEST_F(ReadProcessTest, RevisionsAreAsTheDocumentSays) {
  PutEngagement();
  PutBelow<api::Phase>("tracks/t/phases/p2");
  PutBelow<api::Phase>("tracks/t/phases/p1");
  PutBelow<api::Phase>("tracks/t/phases/p2");
  Reach();
  ASSERT_TRUE(Read().ok());
  const std::string phases = absl::StrCat(kName, "/tracks/-/phases");
  EXPECT_EQ(RevisionOf(kName), "1");
  EXPECT_EQ(RevisionOf(phases),
            types::Sha256Hex("programmes/p/engagements/e/tracks/t/phases/p1@1\n"
                             "programmes/p/engagements/e/tracks/t/phases/p2@2\n"));
  EXPECT_EQ(RevisionOf(absl::StrCat(kName, "/goals")), types::Sha256Hex(""));
  EXPECT_EQ(Names(process_.goals), "");
  const std::string before = RevisionOf(phases);
  PutBelow<api::Phase>("tracks/t/phases/p1");
  Reach();
  ASSERT_TRUE(Read().ok());
  EXPECT_NE(RevisionOf(phases), before);
}

TEST_F(ReadProcessTest, WhatIsDeletedIsInNoListButReadByName) {
  PutEngagement();
  api::Goal goal = Put<api::Goal>(absl::StrCat(kName, "/goals/g"));
  api::Engagement engagement;
  engagement.set_name(kName);
  engagement.set_administration("administrations/a");
  engagement.mutable_delete_time()->set_seconds(1);
  feed_.Put(engagement, "DELETE");
  goal.mutable_delete_time()->set_seconds(1);
  feed_.Put(goal, "DELETE");
  Reach();
  ASSERT_TRUE(Read().ok());
  EXPECT_TRUE(process_.engagement->has_delete_time());
  EXPECT_EQ(Names(process_.goals), "");
  EXPECT_EQ(RevisionOf(absl::StrCat(kName, "/goals")), types::Sha256Hex(""));
}

TEST_F(ReadProcessTest, LogHeadsOfTheThreeOwners) {
  PutEngagement();
  PutBelow<api::Goal>("goals/g");
  Put<api::OrgUnit>("administrations/a/orgUnits/u");
  Reach();
  ASSERT_TRUE(Read().ok());
  std::vector<std::string> heads;
  for (const auto& head : heads_) {
    heads.push_back(absl::StrCat(head.service(), " ", head.owner(), " ", head.sequence(), " ",
                                 head.sha256().substr(0, 4)));
  }
  EXPECT_THAT(heads,
              ElementsAre("engagement programmes/p/engagements/e 2 0202",
                          "engagement programmes/p 1 0101", "engagement administrations/a 2 0202"));
}

TEST_F(ReadProcessTest, WhatWasLastHeardIsNamedWithItsDay) {
  PutEngagement();
  PutBelow<api::Goal>("goals/g");
  Reach();
  ASSERT_TRUE(Read(/*reached=*/false).ok());
  EXPECT_EQ(Names(process_.goals), "g");
  EXPECT_EQ(sources_.size(), 20u);
  for (const Source& source : sources_) {
    EXPECT_EQ(source.state(), Source::STATE_UNREACHABLE);
    EXPECT_NE(source.revision(), "");
    EXPECT_EQ(types::ToCivil(source.last_reached_date()), absl::CivilDay(2026, 3, 3));
  }
  EXPECT_EQ(heads_.size(), 3u);
}

TEST_F(ReadProcessTest, NeverReachedItIsNamedAndNothingIsRead) {
  ASSERT_TRUE(Read(/*reached=*/false).ok());
  ASSERT_EQ(sources_.size(), 1u);
  EXPECT_EQ(sources_[0].resource(), kName);
  EXPECT_EQ(sources_[0].state(), Source::STATE_UNREACHABLE);
  EXPECT_EQ(sources_[0].revision(), "");
  EXPECT_FALSE(sources_[0].has_last_reached_date());
  EXPECT_FALSE(process_.engagement.has_value());
  EXPECT_FALSE(process_.tracks.has_value());
  EXPECT_THAT(heads_, IsEmpty());
}

TEST_F(ReadProcessTest, AnEngagementThatIsNotThere) {
  Put<api::Programme>("programmes/p");
  Reach();
  EXPECT_EQ(rpc::ReasonOf(Read()), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  // It may have been made since.
  ASSERT_TRUE(Read(/*reached=*/false).ok());
  ASSERT_EQ(sources_.size(), 1u);
  EXPECT_EQ(sources_[0].revision(), "");
}

}  // namespace
}  // namespace lotse::reporting
