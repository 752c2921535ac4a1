#include "services/reporting/follow/mirror.h"

#include <ctime>

#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measurement.pb.h"
#include "services/reporting/follow/mirror_testing.h"

// What the mirror shows of a feed.
namespace lotse::reporting {
namespace {

using engagement::v1alpha::Goal;
using engagement::v1alpha::Measurement;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPerson[] = "Ada-Unmistakable-Lovelace";

TEST_F(MirrorTest, HasWhatTheFeedSaidLast) {
  feed_.Put(FindingOf("a", "one"));
  feed_.Put(FindingOf("b", "one"));
  feed_.Put(FindingOf("a", "two"));
  feed_.Put(FindingOf("c", "one"));
  feed_.Delete(FindingOf("b").name());
  Finding deleted = FindingOf("c", "gone");
  deleted.mutable_delete_time()->set_seconds(1);
  feed_.Put(deleted, "DELETE");
  feed_.Put(FindingOf("x", "other", kOther));
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@2 two", "c@2 gone deleted"));
  EXPECT_THAT(Findings(kOther), ElementsAre("x@1 other"));
  EXPECT_EQ(LastReached(), kNow);

  Finding finding;
  EXPECT_TRUE(mirror_
                  ->Read([&](MirrorView& view) {
                    EXPECT_TRUE(*view.Load(FindingOf("a").name(), &finding));
                    EXPECT_EQ(finding.etag(), "2");
                    EXPECT_FALSE(*view.Load(FindingOf("b").name(), &finding));
                    // Another kind of the same name is none.
                    Goal goal;
                    EXPECT_FALSE(*view.Load(FindingOf("a").name(), &goal));
                    return absl::OkStatus();
                  })
                  .ok());
}

// Owners come in any order, and one may come again in a later page.
TEST_F(MirrorTest, OrderBetweenOwnersDoesNotMatter) {
  feed_.Put(FindingOf("z", "one", kOther));
  feed_.Put(FindingOf("a", "one"));
  feed_.Put(FindingOf("z", "two", kOther));
  feed_.Put(FindingOf("b", "one"));
  feed_.Put(FindingOf("y", "one", kOther));
  feed_.page_size = 1;
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 one", "b@1 one"));
  EXPECT_THAT(Findings(kOther), ElementsAre("y@1 one", "z@2 two"));
  EXPECT_EQ(HeadOf(kOwner), 2);
  EXPECT_EQ(HeadOf(kOther), 3);
}

TEST_F(MirrorTest, NotesChangeNothingAndMoveNoHead) {
  feed_.Put(FindingOf("a", "one"));
  feed_.Note(FindingOf("a").name(), "READ");
  feed_.Note(kOwner, "READ");
  feed_.Note(absl::StrCat(kOwner, "/findings/-"), "READ");
  feed_.Note(kOwner, "ISSUE_INVITATIONS");
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
  EXPECT_EQ(HeadOf(kOwner), 1);
  feed_.Put(FindingOf("a", "two"));
  ApplyAll();
  EXPECT_EQ(HeadOf(kOwner), 6);
  const absl::Status read = mirror_->Read([&](MirrorView& view) {
    const auto head = view.HeadOf(kEngagementService, kOwner);
    EXPECT_EQ(head->service(), "engagement");
    EXPECT_EQ(head->owner(), kOwner);
    EXPECT_EQ(head->sha256(), "0606060606060606060606060606060606060606060606060606060606060606");
    EXPECT_FALSE(view.HeadOf(kSurveyService, kOwner).has_value());
    EXPECT_FALSE(view.HeadOf(kEngagementService, "programmes/none").has_value());
    return absl::OkStatus();
  });
  EXPECT_TRUE(read.ok()) << read;
}

TEST_F(MirrorTest, NothingIsShownBeforeAllWasReadOnce) {
  feed_.page_size = 1;
  feed_.Put(FindingOf("a", "one"));
  feed_.Put(FindingOf("b", "one"));
  ASSERT_TRUE(*ApplyPage());
  EXPECT_THAT(Findings(), IsEmpty());
  EXPECT_EQ(LastReached(), absl::InfinitePast());
  ASSERT_FALSE(*ApplyPage());
  EXPECT_THAT(Findings(), ElementsAre("a@1 one", "b@1 one"));
  EXPECT_EQ(LastReached(), kNow);
  EXPECT_EQ(LastReached(kSurveyService), absl::InfinitePast());
}

TEST_F(MirrorTest, WhatIsPersonalIsNotKept) {
  Measurement measurement;
  measurement.set_name(absl::StrCat(kOwner, "/indicators/i/measurements/m"));
  measurement.add_earlier_revisions()->set_reason(kPerson);
  feed_.Put(measurement);
  feed_.Put(FindingOf("a", "kept"));
  ApplyAll();
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kPerson)));
  EXPECT_THAT(folder_.Bytes(), HasSubstr("kept"));
  const auto expect_without = [&] {
    const absl::Status read = mirror_->Read([&](MirrorView& view) {
      Measurement left;
      EXPECT_TRUE(*view.Load(measurement.name(), &left));
      EXPECT_EQ(left.etag(), "1");
      EXPECT_EQ(left.earlier_revisions_size(), 1);
      EXPECT_EQ(left.earlier_revisions(0).reason(), "");
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
  };
  expect_without();
  // So nothing is left to be erased; the log goes on.
  feed_.Note(measurement.name(), "ERASE");
  feed_.Note(FindingOf("a").name(), "ERASE");
  feed_.Note(FindingOf("gone").name(), "ERASE");
  ApplyAll();
  EXPECT_EQ(HeadOf(kOwner), 5);
  expect_without();
  EXPECT_THAT(Findings(), ElementsAre("a@1 kept"));
}

TEST_F(MirrorTest, ContentThatCannotBeReadIsAnErrorOfTheFeed) {
  Measurement measurement;
  measurement.set_name(absl::StrCat(kOwner, "/indicators/i/measurements/m"));
  feed_.Put(measurement).mutable_content()->set_value("\xFF\xFF");
  const absl::Status status = ApplyPage().status();
  EXPECT_TRUE(absl::IsDataLoss(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("engagement.lotse/Measurement"));
  // The file is not to blame.
  ASSERT_TRUE(mirror_->RebuildIfDamaged().ok());
  EXPECT_FALSE(std::filesystem::exists(folder_ / "mirror.db.damaged"));
}

// After a restore of the service what is known counts until all of the new log was read.
TEST_F(MirrorTest, ARestoredFeedTakesThePlaceOfTheFormerAtOnce) {
  feed_.Put(FindingOf("a", "old"));
  feed_.Put(FindingOf("b", kPerson));
  ApplyAll();
  FakeFeed restored;
  restored.epoch = "b";
  restored.page_size = 1;
  restored.Put(FindingOf("a", "new"));
  restored.Put(FindingOf("c", "new"));
  feed_ = restored;
  ASSERT_EQ(rpc::ReasonOf(ApplyPage().status()), type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN);
  ASSERT_TRUE(mirror_->StartAnew(kEngagementService).ok());
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "");
  ASSERT_TRUE(*ApplyPage(kNow + absl::Hours(1)));
  EXPECT_THAT(Findings(), ElementsAre("a@1 old", absl::StrCat("b@1 ", kPerson)));
  EXPECT_EQ(LastReached(), kNow);
  // A kill in between: it goes on with the new one.
  Open(folder_);
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "b1");
  EXPECT_THAT(Findings(), ElementsAre("a@1 old", absl::StrCat("b@1 ", kPerson)));
  ASSERT_FALSE(*ApplyPage(kNow + absl::Hours(2)));
  EXPECT_THAT(Findings(), ElementsAre("a@1 new", "c@1 new"));
  EXPECT_EQ(HeadOf(kOwner), 2);
  EXPECT_EQ(LastReached(), kNow + absl::Hours(2));
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kPerson)));
  // Begun anew twice, it is the last time that counts.
  ASSERT_TRUE(mirror_->StartAnew(kEngagementService).ok());
  ASSERT_TRUE(*ApplyPage());
  ASSERT_TRUE(mirror_->StartAnew(kEngagementService).ok());
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 new", "c@1 new"));
}

TEST_F(MirrorTest, ContentThatMayNotBeReadIsAnErrorAndNotADeletion) {
  feed_.Put(FindingOf("a", "one"));
  ApplyAll();
  const std::string cursor = mirror_->PositionOf(kEngagementService).cursor;
  feed_.Put(FindingOf("b", "one"));
  feed_.Put(FindingOf("a", "two")).clear_content();
  const absl::Status status = ApplyPage().status();
  EXPECT_TRUE(absl::IsPermissionDenied(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("engagement.lotse/Finding"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("programmes/")));
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, cursor);
}

// What it is here is printed and not tested, as other tests run at the same time.
TEST_F(MirrorTest, Takes20000Changes) {
  for (int i = 0; i < 20'000; ++i) {
    feed_.Put(FindingOf(absl::StrFormat("f%d", i % 7'000), std::string(300, 'x'),
                        absl::StrFormat("programmes/p/engagements/e%d", i / 1'000)));
  }
  const absl::Time begin = absl::Now();
  const std::clock_t used = std::clock();
  ApplyAll();
  std::printf("20000 changes in %.2f s, %.2f s of them at work\n",
              absl::ToDoubleSeconds(absl::Now() - begin),
              static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC);
  for (int e = 0; e < 20; ++e) {
    const std::string owner = absl::StrFormat("programmes/p/engagements/e%d", e);
    EXPECT_EQ(Findings(owner).size(), 1'000u);
    EXPECT_EQ(HeadOf(owner), 1'000);
  }
}

}  // namespace
}  // namespace lotse::reporting
