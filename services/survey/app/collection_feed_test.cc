#include "services/survey/app/collection_feed.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/app/app_testing.h"

namespace lotse::survey {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using v1alpha::WaveCollection;

// How long what is tidied beside may take until it is noted.
constexpr absl::Duration kSoon = absl::Seconds(20);

class CollectionFeedTest : public AppTest {
 protected:
  void SetUp() override {
    AppTest::SetUp();
    feed_ =
        std::make_unique<CollectionFeed>(store_.get(), responses_.get(), [this] { return clock_; });
  }
  void TearDown() override {
    feed_.reset();
    AppTest::TearDown();
  }
  WaveCollection Told() {
    const auto told = feed_->TellOf(kWave);
    EXPECT_TRUE(told.ok()) << told.status();
    EXPECT_NE(*told, nullptr);
    return **told;
  }
  // Looks until the wave is among what changed.
  bool IsChanged(absl::Duration within = kSoon) {
    const absl::Time until = absl::Now() + within;
    do {
      if (feed_->Look().contains(kWave)) return true;
      absl::SleepFor(absl::Milliseconds(10));
    } while (absl::Now() < until);
    return false;
  }
  // Until nothing is tidied any more.
  void Settle() {
    while (IsChanged(absl::Milliseconds(300))) {
    }
  }
  std::vector<std::string> Waves(const std::string& parent, auth::View view = {}) {
    std::vector<std::string> waves;
    Reason(store_->Read([&](Tx& tx) -> absl::Status {
      tx.SetView(view);
      const auto found = WavesOf(tx, parent);
      if (found.ok()) waves = *found;
      return found.status();
    }));
    return waves;
  }
  // Runs SQL on the file of the store past it.
  void Sql(const char* statement) {
    SQLite::Database file(folder_ + "/x.db", SQLite::OPEN_READWRITE, 5000);
    file.exec(statement);
    // It would not be seen before the next commit: this ends the transactions that are kept.
    ASSERT_TRUE(store_->EmptyLog().ok());
  }
  void Invite(int count) {
    v1alpha::IssueInvitationsRequest q;
    q.set_parent(kWave);
    for (int i = 0; i < count; ++i) {
      auto* recipient = q.add_recipients();
      recipient->set_recipient(absl::StrCat("p", invited_++));
      recipient->set_stratum("haus");
    }
    v1alpha::IssueInvitationsResponse r;
    ASSERT_EQ(Reason(IssueInvitations(*store_, *responses_, {cause_, {}}, q, &r)), kOk) << status_;
    for (const auto& issued : r.invitations()) tokens_.push_back(issued.token());
  }
  void Answer() {
    auto q = Response(++people_, "1");
    q.set_invitation_token(tokens_.at(people_ - 1));
    ASSERT_EQ(Submit(q), kOk) << status_;
  }

  absl::Time clock_ = absl::Now();
  std::unique_ptr<CollectionFeed> feed_;
  std::vector<std::string> tokens_;
  int invited_ = 0;
  int people_ = 0;
};

TEST_F(CollectionFeedTest, TellsWhatTheReportTells) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  Invite(30);
  for (int i = 0; i < 25; ++i) Answer();
  const WaveCollection told = Told();
  v1alpha::GetCollectionReportRequest q;
  q.set_name(kWave);
  v1alpha::GetCollectionReportResponse report;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report)), kOk);
  EXPECT_EQ(told.wave().SerializeAsString(), report.wave().SerializeAsString());
  EXPECT_EQ(told.wave().response_count(), 20);
  EXPECT_EQ(told.total().SerializeAsString(), report.total().SerializeAsString());
  ASSERT_THAT(told.strata(), SizeIs(report.strata_size()));
  EXPECT_EQ(told.strata(0).SerializeAsString(), report.strata(0).SerializeAsString());
}

// Whoever looks after each answer, and waits for all that follows from it, learns of ten at
// least: nothing else that is told changes with an answer.
TEST_F(CollectionFeedTest, AnAnonymousWaveIsToldInSteps) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  Invite(40);
  ASSERT_TRUE(feed_->Begin().ok());
  std::string last = Told().SerializeAsString();
  for (int i = 1; i <= 25; ++i) {
    Answer();
    // The step itself is noted at once.
    if (i % 10 == 0) {
      EXPECT_THAT(feed_->Look(), Contains(kWave)) << i;
    }
    Settle();
    const WaveCollection told = Told();
    EXPECT_EQ(told.wave().response_count(), i / 10 * 10) << i;
    EXPECT_EQ(told.SerializeAsString() != last, i % 10 == 0) << i;
    last = told.SerializeAsString();
  }
}

TEST_F(CollectionFeedTest, ADuplicateIsNotNoted) {
  MakeOpenWave();
  for (int i = 1; i <= 10; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  ASSERT_TRUE(feed_->Begin().ok());
  Settle();
  ASSERT_EQ(Submit(3, "1"), kOk) << status_;
  ASSERT_TRUE(submitted_.duplicate());
  EXPECT_THAT(feed_->Look(), IsEmpty());
}

TEST_F(CollectionFeedTest, StatesAndInvitationsAreNoted) {
  MakeReleasedWave(Wave::ACCESS_INVITED);
  ASSERT_TRUE(feed_->Begin().ok());
  EXPECT_THAT(feed_->Look(), IsEmpty());
  EXPECT_EQ(Told().wave().state(), Wave::STATE_RELEASED);
  ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  EXPECT_EQ(Told().wave().state(), Wave::STATE_RELEASED) << "until the next look";
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
  EXPECT_EQ(Told().wave().state(), Wave::STATE_OPEN);
  Invite(12);
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
  EXPECT_EQ(Told().total().invited(), 12);
  v1alpha::UpdateWaveRequest q;
  q.mutable_wave()->set_name(kWave);
  q.mutable_wave()->set_invited_count(41);
  q.mutable_update_mask()->add_paths("invited_count");
  ASSERT_EQ(Run(q, &wave_), kOk) << status_;
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_TRUE(IsChanged());
  EXPECT_EQ(Told().wave().state(), Wave::STATE_CLOSED);
  v1alpha::PurgeWaveRequest purge;
  purge.set_name(kWave);
  purge.set_etag(Told().wave().etag());
  purge.set_reason("Frist");
  ASSERT_EQ(Reason(PurgeWave(*store_, *responses_, {cause_, {}}, purge, &wave_)), kOk) << status_;
  EXPECT_TRUE(IsChanged());
  const WaveCollection purged = Told();
  EXPECT_EQ(purged.wave().state(), Wave::STATE_PURGED);
  EXPECT_FALSE(purged.has_total());
  EXPECT_FALSE(purged.wave().has_response_count());
  v1alpha::DeleteWaveRequest remove;
  remove.set_name(kWave);
  ASSERT_EQ(Run(remove, &wave_), kOk) << status_;
  EXPECT_TRUE(IsChanged());
  EXPECT_TRUE(Told().wave().has_delete_time());
}

TEST_F(CollectionFeedTest, AChangedPopulationIsNotedAtItsWaves) {
  MakeWave(Wave::ACCESS_INVITED);
  ASSERT_TRUE(feed_->Begin().ok());
  ASSERT_THAT(Told().strata(), SizeIs(2));
  v1alpha::UpdatePopulationRequest q;
  *q.mutable_population() = population_;
  q.mutable_population()->mutable_strata()->SwapElements(0, 1);
  ASSERT_EQ(Run(q, &population_), kOk) << status_;
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
  EXPECT_EQ(Told().strata(0).stratum(), "hof");
}

TEST_F(CollectionFeedTest, WhatCouldNotBeFoundIsFoundAtTheNextLook) {
  MakeWave(Wave::ACCESS_INVITED);
  ASSERT_TRUE(feed_->Begin().ok());
  v1alpha::UpdatePopulationRequest q;
  *q.mutable_population() = population_;
  q.mutable_population()->mutable_strata()->SwapElements(0, 1);
  ASSERT_EQ(Run(q, &population_), kOk) << status_;
  // The log can be read, but not who refers to the population.
  Sql("ALTER TABLE link RENAME TO away");
  EXPECT_THAT(feed_->Look(), IsEmpty());
  Sql("ALTER TABLE away RENAME TO link");
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
}

// What is told is kept, and files are not opened for it again.
TEST_F(CollectionFeedTest, WhatDidNotChangeIsNotReadAgain) {
  MakeOpenWave();
  for (int i = 1; i <= 12; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_TRUE(feed_->Begin().ok());
  Settle();
  const auto first = feed_->TellOf(kWave);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ((*first)->wave().response_count(), 12);
  EXPECT_THAT(feed_->Look(), IsEmpty());
  EXPECT_EQ(*feed_->TellOf(kWave), *first) << "the same message";
  feed_->EndIf([] { return false; });
  EXPECT_EQ(*feed_->TellOf(kWave), *first);
  feed_->EndIf([] { return true; });
  EXPECT_NE(*feed_->TellOf(kWave), *first) << "forgotten once nobody watches";
}

// Who broke off is told once figures are kept, also to those who watch from before.
TEST_F(CollectionFeedTest, TellsWhoBrokeOffOnceThatIsTold) {
  MakeOpenWave();
  for (int i = 1; i <= 26; ++i) {
    auto q = Response(i, "1");
    if (i > 20) q.set_broke_off_section(1);
    ASSERT_EQ(Submit(q), kOk) << status_;
  }
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  ASSERT_TRUE(feed_->Begin().ok());
  Settle();
  EXPECT_FALSE(Told().total().has_broke_off());
  v1alpha::GetCollectionReportRequest q;
  q.set_name(kWave);
  v1alpha::GetCollectionReportResponse report;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report)), kOk);
  ASSERT_EQ(report.total().broke_off(), 6);
  EXPECT_THAT(feed_->Look(), ElementsAre(kWave));
  EXPECT_EQ(Told().total().SerializeAsString(), report.total().SerializeAsString());
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report)), kOk);
  EXPECT_THAT(feed_->Look(), IsEmpty()) << "nothing new";
}

TEST_F(CollectionFeedTest, NothingIsNotedWhileNobodyWatches) {
  MakeOpenWave();
  for (int i = 1; i <= 10; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  EXPECT_THAT(feed_->Look(), IsEmpty());
  EXPECT_THAT(responses_->changed().Take(), IsEmpty());
}

TEST_F(CollectionFeedTest, DamagedFilesAreToldAndTriedAgain) {
  MakeOpenWave();
  for (int i = 1; i <= 12; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  responses_.reset();
  const auto files = WavePair::FilesOf(folder_, kWave);
  const std::string kept = files.answers + ".kept";
  std::filesystem::rename(files.answers, kept);
  std::ofstream(files.answers) << std::string(8192, 'x');
  responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
  feed_ =
      std::make_unique<CollectionFeed>(store_.get(), responses_.get(), [this] { return clock_; });
  ASSERT_TRUE(feed_->Begin().ok());
  WaveCollection told = Told();
  EXPECT_TRUE(told.unreadable());
  EXPECT_EQ(told.wave().state(), Wave::STATE_OPEN);
  EXPECT_FALSE(told.has_total());
  EXPECT_FALSE(told.wave().has_response_count());
  clock_ += CollectionFeed::kRetry - absl::Seconds(1);
  EXPECT_THAT(feed_->Look(), IsEmpty());
  std::filesystem::rename(kept, files.answers);
  clock_ += absl::Seconds(2);
  EXPECT_THAT(feed_->Look(), Contains(kWave));
  told = Told();
  EXPECT_FALSE(told.unreadable());
  EXPECT_EQ(told.wave().response_count(), 10);
}

TEST_F(CollectionFeedTest, FindsTheWavesOfAParent) {
  MakeWave();
  auto q = WaveRequest();
  q.set_wave_id("v");
  Wave second;
  ASSERT_EQ(Run(q, &second), kOk) << status_;
  EXPECT_THAT(Waves("-"), ElementsAre(second.name(), kWave));
  EXPECT_THAT(Waves("programmes/p/-"), ElementsAre(second.name(), kWave));
  EXPECT_THAT(Waves(kEngagement), ElementsAre(second.name(), kWave));
  EXPECT_THAT(Waves(kSurvey), ElementsAre(second.name(), kWave));
  EXPECT_THAT(Waves(kWave), ElementsAre(kWave));
  EXPECT_THAT(Waves("programmes/q/-"), IsEmpty());
  EXPECT_EQ(Reason(status_), kOk);
  v1alpha::DeleteWaveRequest remove;
  remove.set_name(second.name());
  ASSERT_EQ(Run(remove, &second), kOk) << status_;
  EXPECT_THAT(Waves("-"), ElementsAre(kWave));
  EXPECT_THAT(Waves(second.name()), ElementsAre(second.name()));
  Waves("programmes/p/engagements/e/surveys/none");
  EXPECT_EQ(Reason(status_), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
  Waves("programmes/p/engagements/e/surveys/s/waves/none");
  EXPECT_EQ(Reason(status_), type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND);
}

TEST_F(CollectionFeedTest, ShowsWhatTheCallerMaySee) {
  MakeWave();
  const auto access = [](const char* prefix) {
    return auth::View(std::make_shared<auth::Access>(std::vector<auth::Right>{
                          {prefix, type::v1alpha::ROLE_INSTITUTE_CONSULTANT}}),
                      type::v1alpha::PERMISSION_SURVEY_READ, absl::Now());
  };
  EXPECT_THAT(Waves("-", access(kEngagement)), ElementsAre(kWave));
  EXPECT_THAT(Waves("-", access("programmes/p/engagements/f")), IsEmpty());
  EXPECT_THAT(Waves("programmes/p/-", access("programmes/q")), IsEmpty());
}

}  // namespace
}  // namespace lotse::survey
