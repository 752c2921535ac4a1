// What becomes of figures when answers go: of one who withdraws, to a question, or of all.
#include <gmock/gmock.h>

#include <atomic>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "google/protobuf/util/message_differencer.h"
#include "services/survey/app/field_periods.h"
#include "services/survey/app/figures_testing.h"
#include "services/survey/domain/invitation_token.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using WithdrawnFiguresTest = FiguresTesting;

TEST_F(WithdrawnFiguresTest, WhoWithdrawsChangesNoFigure) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const v1alpha::TabulateWaveResponse before = tables_;
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  const Table table = added_.tables(0);
  v1alpha::GetCollectionReportRequest report;
  report.set_name(kWave);
  report.set_with_items(true);
  v1alpha::GetCollectionReportResponse told, told_again;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told)), kOk);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Tabulate(), kOk) << status_;
  EXPECT_EQ(tables_.wave().response_count(), kPeople - 1);
  tables_.clear_wave();
  v1alpha::TabulateWaveResponse expected = before;
  expected.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(tables_, expected));
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told_again)),
            kOk);
  told.clear_wave();
  told_again.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(told_again, told));
  EXPECT_EQ(Add("bericht", {Spec({"O", "G"})}), kChanged);
  EXPECT_EQ(Check("bericht"), kChanged);
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << "it was given away";
  EXPECT_TRUE(MessageDifferencer::Equals(added_.tables(0), table));
  ASSERT_EQ(Create(Begin("zweite")), kOk) << status_;
  EXPECT_EQ(Add("zweite", {Spec({"O"})}), kChanged);
}

// Before anything was told nobody can compare.
TEST_F(WithdrawnFiguresTest, WhoWithdrawsBeforeIsInNoFigure) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  EXPECT_EQ(release_.responses(), kPeople - 1);
  ASSERT_EQ(Add("bericht", {Spec({"O", "U"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).base(), kPeople - 1);
}

// The report tells where people broke off: what it said before may not be compared with later.
TEST_F(WithdrawnFiguresTest, WhoWithdrawsAfterAReportChangesNoneOfIt) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  v1alpha::GetCollectionReportRequest report;
  report.set_name(kWave);
  v1alpha::GetCollectionReportResponse told, told_again;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told)), kOk);
  ASSERT_GT(told.sections_size(), 0);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  ASSERT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, report, &told_again)),
            kOk);
  told.clear_wave();
  told_again.clear_wave();
  EXPECT_TRUE(MessageDifferencer::Equals(told_again, told));
}

// The sums of the fingerprint less those of who is left are what the one who left had said.
TEST_F(WithdrawnFiguresTest, NothingIsKeptThatGivesBackWhatWasWithdrawn) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  ASSERT_GT(Kept().variables_size(), 0);
  ASSERT_EQ(Withdraw(), kOk) << status_;
  EXPECT_EQ(Kept().variables_size(), 0);
  EXPECT_EQ(Kept().people(), 0u);
  EXPECT_TRUE(Kept().changed());
}

TEST_F(WithdrawnFiguresTest, NothingIsKeptThatGivesBackWhatWasErasedOfAll) {
  MakeClosedWave();
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const auto before = Kept();
  ASSERT_EQ(EraseQuestion("U"), kOk) << status_;
  const auto after = Kept();
  ASSERT_EQ(after.variables_size(), before.variables_size());
  int gone = 0;
  for (int i = 0; i < after.variables_size(); ++i) {
    EXPECT_TRUE(after.variables(i) == before.variables(i) || after.variables(i) == 0);
    gone += before.variables(i) != 0 && after.variables(i) == 0 ? 1 : 0;
  }
  EXPECT_GE(gone, 1);
  EXPECT_FALSE(after.changed());
  ASSERT_THAT(before.told().tables(), SizeIs(4));
  ASSERT_THAT(after.told().tables(), SizeIs(2)) << "nor is the table of U or L";
  EXPECT_EQ(after.told().tables(0).code(), "G");
  EXPECT_EQ(after.told().tables(1).code(), "O");
}

// With the thread that follows the calendar.
class ForgottenSumsTest : public FiguresTesting {
 protected:
  void SetUp() override {
    FiguresTesting::SetUp();
    Watch();
  }
  void TearDown() override {
    periods_.reset();
    FiguresTesting::TearDown();
  }
  void Watch() {
    periods_ = std::make_unique<FieldPeriods>(store_.get(), responses_.get(),
                                              [this](const absl::Status&) { ++failures_; });
  }
  // As after a crash: what was in memory only is gone, and the log of the store is as it was.
  void Restart() {
    periods_.reset();
    images_.reset();
    responses_.reset();
    responses_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    Watch();
  }
  // Takes the answers of person 5 back, and is cut off before anything is forgotten.
  void WithdrawInTheFilesOnly() {
    absl::Mutex mutex;
    bool done = false;
    const auto files = responses_->Personal(kWave);
    ASSERT_TRUE(files.ok()) << files.status();
    (*files)->Withdraw(HashOfTyped(code_of_5_), now_, /*allowed=*/nullptr, {},
                       [&](absl::Status status) {
                         EXPECT_TRUE(status.ok()) << status;
                         absl::MutexLock lock(&mutex);
                         done = true;
                       });
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&done));
  }
  // The sums of the variables as they are stored.
  std::vector<std::string> Sums() {
    std::vector<std::string> sums;
    const stored::BasicFigures kept = Kept();
    for (const uint64_t sum : kept.variables()) {
      sums.emplace_back(sizeof(sum), '\0');
      std::memcpy(sums.back().data(), &sum, sizeof(sum));
    }
    return sums;
  }
  // Which files have one of them.
  std::vector<std::string> FilesWith(const std::vector<std::string>& sums) {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      for (const std::string& sum : sums) {
        if (!absl::StrContains(bytes, sum)) continue;
        files.push_back(entry.path().filename());
        break;
      }
    }
    return files;
  }

  std::unique_ptr<FieldPeriods> periods_;
  std::atomic<int> failures_ = 0;
};

TEST_F(ForgottenSumsTest, NoFileHasWhatGivesItBack) {
  MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(Tabulate(), kOk) << status_;
  const std::vector<std::string> sums = Sums();
  ASSERT_THAT(sums, SizeIs(4));
  periods_->Look();
  EXPECT_FALSE(Kept().changed()) << "nobody left";
  ASSERT_THAT(FilesWith(sums), Not(IsEmpty()));
  ASSERT_EQ(Withdraw(), kOk) << status_;
  EXPECT_THAT(FilesWith(sums), Not(IsEmpty())) << "in the log, or the file before it";
  periods_->Look();
  EXPECT_THAT(FilesWith(sums), IsEmpty());
  EXPECT_EQ(failures_, 0);
}

TEST_F(ForgottenSumsTest, NorHasOneAfterACrash) {
  for (const bool answered : {false, true}) {
    SCOPED_TRACE(answered);
    if (answered) {
      TearDown();
      SetUp();
    }
    MakeClosedWave(Wave::IDENTITY_CONFIDENTIAL);
    ASSERT_EQ(Tabulate(), kOk) << status_;
    const std::vector<std::string> sums = Sums();
    if (answered) {
      ASSERT_EQ(Withdraw(), kOk) << status_;
    } else {
      WithdrawInTheFilesOnly();
    }
    Restart();
    periods_->Look();
    EXPECT_TRUE(Kept().changed());
    EXPECT_THAT(FilesWith(sums), IsEmpty());
    EXPECT_EQ(failures_, 0);
  }
}

TEST_F(WithdrawnFiguresTest, WhatWasGivenAwayStaysWhenTheAnswersGo) {
  MakeClosedWave();
  ASSERT_EQ(Create(Begin("bericht")), kOk) << status_;
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  ASSERT_EQ(Purge(), kOk) << status_;
  EXPECT_EQ(Add("bericht", {Spec({"U"})}), kWrongState);
  EXPECT_EQ(Check("bericht"), kWrongState);
  EXPECT_EQ(Create(Begin("zweite")), kWrongState);
  EXPECT_EQ(Tabulate(), kWrongState);
  ASSERT_EQ(Add("bericht", {Spec({"O"})}), kOk) << status_;
  EXPECT_EQ(added_.tables(0).base(), kPeople);
  ASSERT_EQ(Freeze("bericht"), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(Stored("bericht", "t0001").table().base(), kPeople);
  v1alpha::ListReleasedTablesRequest q;
  q.set_parent(absl::StrCat(kWave, "/releases/-"));
  v1alpha::ListReleasedTablesResponse listed;
  ASSERT_EQ(Run(q, &listed), kOk) << status_;
  EXPECT_THAT(listed.tables(), SizeIs(1));
}

}  // namespace
}  // namespace lotse::survey
