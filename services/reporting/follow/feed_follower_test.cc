#include "services/reporting/follow/feed_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "services/reporting/follow/feed_testing.h"

namespace lotse::reporting {
namespace {

using engagement::v1alpha::Goal;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kOwner[] = "programmes/p/engagements/e";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

Goal GoalOf(const std::string& id) {
  Goal goal;
  goal.set_name(absl::StrCat(kOwner, "/goals/", id));
  return goal;
}

class FeedFollowerTest : public ::testing::Test {
 protected:
  FeedFollowerTest() { Begin(); }

  // As after a start of the daemon.
  void Begin() {
    follower_.reset();
    mirror_.reset();
    registry_ = std::make_unique<prometheus::Registry>();
    auto mirror = Mirror::Open(folder_ / "mirror.db", log_.log());
    ASSERT_TRUE(mirror.ok()) << mirror.status();
    mirror_ = *std::move(mirror);
    FeedFollower::Options options;
    options.service = kEngagementService;
    options.source =
        [this](const FeedFollower::Request& request) -> absl::StatusOr<FeedFollower::Response> {
      absl::MutexLock lock(&mutex_);
      return feed_.List(request);
    };
    options.clock = [] { return kNow; };
    options.advice = [](absl::string_view what) { return absl::StrCat("why ", what); };
    follower_ = std::make_unique<FeedFollower>(options, mirror_.get(), log_.log(), registry_.get());
  }
  // Changes the feed, also while it is followed.
  template <class Change>
  void ChangeFeed(Change change) {
    absl::MutexLock lock(&mutex_);
    change(feed_);
  }

  size_t Goals() {
    size_t count = 0;
    Goal goal;
    const absl::Status read = mirror_->Read([&](MirrorView& view) {
      return view.ForEach(absl::StrCat(kOwner, "/goals/"), &goal, [&] {
        ++count;
        return absl::OkStatus();
      });
    });
    EXPECT_TRUE(read.ok()) << read;
    return count;
  }
  // The value of a metric with the label of this service.
  double Metric(const std::string& name) const {
    for (const auto& family : registry_->Collect()) {
      if (family.name != name) continue;
      EXPECT_EQ(family.metric.size(), 1u);
      EXPECT_EQ(family.metric[0].label[0].name, "service");
      EXPECT_EQ(family.metric[0].label[0].value, "engagement");
      return family.metric[0].gauge.value + family.metric[0].counter.value;
    }
    ADD_FAILURE() << "there is no " << name;
    return -1;
  }

  Folder folder_;
  ReadLog log_;
  absl::Mutex mutex_;
  FakeFeed feed_;
  std::unique_ptr<prometheus::Registry> registry_;
  std::unique_ptr<Mirror> mirror_;
  std::unique_ptr<FeedFollower> follower_;
};

TEST_F(FeedFollowerTest, AsksForWhatReportsNeedAndReadsToTheEnd) {
  for (int i = 0; i < 5; ++i) feed_.Put(GoalOf(absl::StrCat("g", i)));
  feed_.page_size = 2;
  EXPECT_EQ(Metric("lotse_reporting_feed_last_success_timestamp_seconds"), 0);
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 5u);
  EXPECT_EQ(feed_.asked, 3);
  EXPECT_EQ(feed_.last.parent(), "-");
  EXPECT_EQ(feed_.last.page_size(), 1000);
  EXPECT_FALSE(feed_.last.without_content());
  EXPECT_THAT(feed_.last.resource_types(), Contains("engagement.lotse/Goal"));
  EXPECT_THAT(feed_.last.resource_types(), Not(Contains("type.lotse/Grant")));
  EXPECT_EQ(Metric("lotse_reporting_feed_entries_total"), 5);
  EXPECT_EQ(Metric("lotse_reporting_mirror_rebuilds_total"), 1);
  EXPECT_GT(Metric("lotse_reporting_feed_last_success_timestamp_seconds"), 1e9);
}

TEST_F(FeedFollowerTest, GoesOnAfterAStartFromWhereItWas) {
  feed_.Put(GoalOf("a"));
  ASSERT_TRUE(follower_->Follow().ok());
  feed_.Put(GoalOf("b"));
  Begin();
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 2u);
  EXPECT_EQ(Metric("lotse_reporting_feed_entries_total"), 1);
  EXPECT_EQ(Metric("lotse_reporting_mirror_rebuilds_total"), 0);
}

TEST_F(FeedFollowerTest, WhatWasReadBeforeAFailureIsKept) {
  for (int i = 0; i < 3; ++i) feed_.Put(GoalOf(absl::StrCat("g", i)));
  feed_.page_size = 1;
  feed_.before_answer = [&] { feed_.down = feed_.asked == 3; };
  EXPECT_TRUE(absl::IsUnavailable(follower_->Follow()));
  EXPECT_EQ(Goals(), 0u);  // Not shown before all was read.
  EXPECT_EQ(Metric("lotse_reporting_feed_last_success_timestamp_seconds"), 0);
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 3u);
  EXPECT_EQ(Metric("lotse_reporting_feed_entries_total"), 3);
}

TEST_F(FeedFollowerTest, ReadsAnewAfterARestore) {
  feed_.Put(GoalOf("a"));
  feed_.Put(GoalOf("b"));
  ASSERT_TRUE(follower_->Follow().ok());
  feed_ = FakeFeed();
  feed_.epoch = "b";
  feed_.Put(GoalOf("c"));
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 1u);
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "b1");
  EXPECT_EQ(Metric("lotse_reporting_mirror_rebuilds_total"), 2);
  follower_.reset();
  EXPECT_THAT(log_.Text(), HasSubstr(R"("event":"feed_read_anew","peer":"engagement")"));
}

TEST_F(FeedFollowerTest, BeginsAnewWithADamagedFile) {
  feed_.Put(GoalOf("a"));
  ASSERT_TRUE(follower_->Follow().ok());
  const auto damaged = [](MirrorView&) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "damaged");
  };
  EXPECT_FALSE(mirror_->Read(damaged).ok());
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 1u);
  EXPECT_EQ(Metric("lotse_reporting_feed_entries_total"), 2);
  EXPECT_EQ(Metric("lotse_reporting_mirror_rebuilds_total"), 2);
}

// While a page of one service is on its way, the follower of the other makes the file anew.
TEST_F(FeedFollowerTest, APageFromBeforeANewFileIsNotTakenForAllThereIs) {
  feed_.Put(GoalOf("a"));
  ASSERT_TRUE(follower_->Follow().ok());
  FakeFeed surveys;
  FeedFollower::Options options;
  options.service = kSurveyService;
  options.source = [&](const FeedFollower::Request& request) { return surveys.List(request); };
  options.clock = [] { return kNow; };
  FeedFollower other(options, mirror_.get(), log_.log(), registry_.get());
  bool damaged = false;
  feed_.before_answer = [&] {
    if (std::exchange(damaged, true)) return;
    EXPECT_FALSE(mirror_
                     ->Read([](MirrorView&) {
                       return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "damaged");
                     })
                     .ok());
    EXPECT_EQ(other.Follow(), absl::OkStatus());
  };
  ASSERT_TRUE(follower_->Follow().ok());
  EXPECT_EQ(Goals(), 1u);
  EXPECT_EQ(feed_.asked, 3);
}

TEST_F(FeedFollowerTest, CatchesUpWithAllThatWasCommittedBefore) {
  follower_->Start();
  for (int i = 1; i <= 20; ++i) {
    ChangeFeed([&](FakeFeed& feed) { feed.Put(GoalOf(absl::StrCat("g", i))); });
    ASSERT_TRUE(follower_->CatchUp(absl::Seconds(20), absl::InfiniteFuture()));
    EXPECT_EQ(Goals(), static_cast<size_t>(i));
  }
}

TEST_F(FeedFollowerTest, FollowsByItself) {
  follower_->Start();
  ASSERT_TRUE(follower_->CatchUp(absl::Seconds(20), absl::InfiniteFuture()));
  ChangeFeed([&](FakeFeed& feed) { feed.Put(GoalOf("a")); });
  const absl::Time end = absl::Now() + absl::Seconds(20);
  while (Goals() == 0 && absl::Now() < end) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(Goals(), 1u);
}

TEST_F(FeedFollowerTest, SaysAtOnceThatNobodyAnswers) {
  feed_.down = true;
  follower_->Start();
  EXPECT_FALSE(follower_->CatchUp(absl::Hours(1), absl::InfiniteFuture()));
  ChangeFeed([](FakeFeed& feed) { feed.down = false; });
  EXPECT_TRUE(follower_->CatchUp(absl::Hours(1), absl::InfiniteFuture()));
  ChangeFeed([](FakeFeed& feed) { feed.down = true; });
  EXPECT_FALSE(follower_->CatchUp(absl::Hours(1), absl::InfiniteFuture()));
  ChangeFeed([](FakeFeed& feed) { feed.down = false; });
  EXPECT_TRUE(follower_->CatchUp(absl::Hours(1), absl::InfiniteFuture()));
  follower_.reset();
  const std::string log = log_.Text();
  EXPECT_THAT(
      log, HasSubstr(R"("event":"feed_not_followed","peer":"engagement","what":"nobody is there",)"
                     R"("check":"why nobody is there")"));
  EXPECT_THAT(log, HasSubstr(R"("event":"feed_followed","peer":"engagement")"));
}

TEST_F(FeedFollowerTest, WaitsNoLongerThanItIsToldTo) {
  absl::Notification answer;
  feed_.before_answer = [&] { answer.WaitForNotification(); };
  follower_->Start();
  EXPECT_FALSE(follower_->CatchUp(absl::Milliseconds(30), absl::InfiniteFuture()));
  EXPECT_FALSE(follower_->CatchUp(absl::Hours(1), absl::Now() + absl::Milliseconds(30)));
  EXPECT_FALSE(follower_->CatchUp(absl::Hours(1), absl::InfinitePast()));
  answer.Notify();
  EXPECT_TRUE(follower_->CatchUp(absl::Seconds(20), absl::InfiniteFuture()));
}

// A long feed is waited for as long as it goes on.
TEST_F(FeedFollowerTest, ItsPatienceBeginsAnewWithEachPage) {
  for (int i = 0; i < 30; ++i) feed_.Put(GoalOf(absl::StrCat("g", i)));
  feed_.page_size = 1;
  feed_.before_answer = [] { absl::SleepFor(absl::Milliseconds(100)); };
  follower_->Start();
  const absl::Time begin = absl::Now();
  EXPECT_TRUE(follower_->CatchUp(absl::Seconds(2), absl::InfiniteFuture()));
  EXPECT_GT(absl::Now() - begin, absl::Seconds(2));
  EXPECT_EQ(Goals(), 30u);
}

TEST_F(FeedFollowerTest, EndsInTheMiddleOfALongFeed) {
  for (int i = 0; i < 1000; ++i) feed_.Put(GoalOf(absl::StrCat("g", i)));
  feed_.page_size = 1;
  absl::Notification begun;
  feed_.before_answer = [&] {
    if (feed_.asked == 3) begun.Notify();
    absl::SleepFor(absl::Milliseconds(5));
  };
  follower_->Start();
  begun.WaitForNotification();
  follower_.reset();
  EXPECT_LT(feed_.asked, 1000);
  EXPECT_THAT(log_.Text(), Not(HasSubstr("feed_not_followed")));
}

}  // namespace
}  // namespace lotse::reporting
