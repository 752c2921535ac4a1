#include "services/reporting/follow/mirror_testing.h"

// What becomes of the file of the mirror: starts, kills, damage.
namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// What a kill leaves between any two pages, and what is read from there on.
TEST_F(MirrorTest, AKillBetweenPagesSkipsAndDoublesNothing) {
  feed_.page_size = 2;
  for (int i = 0; i < 9; ++i) {
    feed_.Put(FindingOf(absl::StrCat("f", i % 4), absl::StrCat("text ", i)));
    if (i % 3 == 2) feed_.Delete(FindingOf(absl::StrCat("f", i % 4)).name());
  }
  ApplyAll();
  const std::vector<std::string> whole = Findings();
  const int64_t head = HeadOf(kOwner);
  for (int pages = 0; pages < 6; ++pages) {
    Folder fresh, copy;
    Open(fresh);
    for (int i = 0; i < pages; ++i) ASSERT_TRUE(ApplyPage().ok());
    const std::string cursor = mirror_->PositionOf(kEngagementService).cursor;
    fresh.CopyTo(copy);
    Open(copy);
    EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, cursor) << pages;
    ApplyAll();
    EXPECT_EQ(Findings(), whole) << pages;
    EXPECT_EQ(HeadOf(kOwner), head) << pages;
    mirror_.reset();
  }
}

TEST_F(MirrorTest, KnowsAfterAStartWhenItLastReachedTheEnd) {
  feed_.Put(FindingOf("a", "one"));
  ApplyAll(kNow);
  // Nothing new: most of the time only noted in memory.
  ApplyAll(kNow + absl::Seconds(30));
  EXPECT_EQ(LastReached(), kNow + absl::Seconds(30));
  Open(folder_);
  EXPECT_EQ(LastReached(), kNow);
  ApplyAll(kNow + absl::Seconds(90));
  Open(folder_);
  EXPECT_EQ(LastReached(), kNow + absl::Seconds(90));
  // A clock that was set back is believed.
  ApplyAll(kNow - absl::Hours(1));
  Open(folder_);
  EXPECT_EQ(LastReached(), kNow - absl::Hours(1));
}

// Whoever reads for long keeps the journal from being emptied, and not the feed from going on.
TEST_F(MirrorTest, ALongReadHoldsUpNoFeed) {
  constexpr char kOld[] = "Ada-Unmistakable-Lovelace";
  feed_.Put(FindingOf("a", kOld));
  ApplyAll();
  FakeFeed restored;
  restored.epoch = "b";
  restored.Put(FindingOf("b", "new"));
  feed_ = restored;
  ASSERT_TRUE(mirror_->StartAnew(kEngagementService).ok());
  const absl::Status read = mirror_->Read([&](MirrorView& view) {
    Finding finding;
    EXPECT_TRUE(*view.Load(FindingOf("a").name(), &finding));
    EXPECT_EQ(ApplyPage(kNow + absl::Seconds(1)).status(), absl::OkStatus());
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_THAT(Findings(), ElementsAre("b@1 new"));
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "b1");
  ApplyAll(kNow + absl::Seconds(2));
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr(kOld)));
  mirror_.reset();
  EXPECT_THAT(log_.Text(), HasSubstr("mirror_journal_not_emptied"));
}

// A file of a former version may hold what is not kept any more.
TEST_F(MirrorTest, WhatAFormerVersionKeptIsReadAgain) {
  feed_.Put(FindingOf("a", "one"));
  ApplyAll();
  ASSERT_TRUE(mirror_->Keep({{"q", "34 of 57 said so", "1", kNow}}).ok());
  mirror_.reset();
  Sql("DELETE FROM schema_migration WHERE file = '0002_taken_back.sql';"
      "DROP TABLE mirror_taken_back");
  Open(folder_);
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "");
  EXPECT_EQ(LastReached(), absl::InfinitePast());
  EXPECT_THAT(folder_.Bytes(), Not(HasSubstr("34 of 57 said so")));
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
}

TEST_F(MirrorTest, AFeedOfOtherTypesIsReadAnew) {
  feed_.Put(FindingOf("a", "one"));
  ApplyAll();
  mirror_.reset();
  Sql("UPDATE mirror_feed SET types = 'engagement.lotse/Finding' WHERE service = 'engagement'");
  Open(folder_);
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "");
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
  mirror_.reset();
  SQLite::Database database(folder_ / "mirror.db");
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM mirror_feed").getInt(), 2);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM mirror_resource").getInt(), 1);
  EXPECT_EQ(database.execAndGet("SELECT count(*) FROM mirror_head").getInt(), 1);
}

TEST_F(MirrorTest, AFileThatCannotBeUsedIsPutAside) {
  const struct {
    const char* what;
    std::function<void()> spoil;
  } cases[] = {
      {"no database",
       [&] { std::ofstream(folder_ / "mirror.db") << std::string(9000, 'x') << "spoilt"; }},
      {"a newer version",
       [&] { Sql("INSERT INTO schema_migration VALUES ('0009_later.sql', '')"); }},
  };
  for (const auto& c : cases) {
    feed_.Put(FindingOf("a", "one"));
    Open(folder_);
    ApplyAll();
    mirror_.reset();
    c.spoil();
    Open(folder_);
    EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "") << c.what;
    EXPECT_EQ(LastReached(), absl::InfinitePast()) << c.what;
    EXPECT_TRUE(std::filesystem::exists(folder_ / "mirror.db.damaged")) << c.what;
    ApplyAll();
    EXPECT_EQ(Findings().size(), 1u) << c.what;
  }
  mirror_.reset();
  EXPECT_THAT(log_.Text(), HasSubstr("mirror_put_aside"));
}

TEST_F(MirrorTest, DamageThatIsFoundLaterLeadsToANewFile) {
  feed_.Put(FindingOf("a", "one"));
  ApplyAll();
  EXPECT_TRUE(mirror_->RebuildIfDamaged().ok());
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));  // It is not damaged.
  mirror_.reset();
  Sql("UPDATE mirror_resource SET content = x'FFFFFF'");
  Open(folder_);
  Finding finding;
  const absl::Status read = mirror_->Read(
      [&](MirrorView& view) { return view.Load(FindingOf("a").name(), &finding).status(); });
  EXPECT_EQ(rpc::ReasonOf(read), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
  ASSERT_TRUE(mirror_->RebuildIfDamaged().ok());
  EXPECT_TRUE(std::filesystem::exists(folder_ / "mirror.db.damaged"));
  EXPECT_EQ(mirror_->PositionOf(kEngagementService).cursor, "");
  EXPECT_THAT(Findings(), IsEmpty());
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
  Open(folder_);
  EXPECT_THAT(Findings(), ElementsAre("a@1 one"));
}

TEST_F(MirrorTest, DeletingTheFileReadsAllAgain) {
  feed_.Put(FindingOf("a", "one"));
  feed_.Put(FindingOf("a", "two"));
  ApplyAll();
  mirror_.reset();
  std::filesystem::remove(folder_ / "mirror.db");
  Open(folder_);
  EXPECT_THAT(Findings(), IsEmpty());
  ApplyAll();
  EXPECT_THAT(Findings(), ElementsAre("a@2 two"));
}

}  // namespace
}  // namespace lotse::reporting
