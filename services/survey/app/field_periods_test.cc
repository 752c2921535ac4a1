#include "services/survey/app/field_periods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/retention_testing.h"

namespace lotse::survey {
namespace {

class FieldPeriodsTest : public RetentionTest {
 protected:
  // Changes the file behind the store's back.
  void Damage(const char* statement) {
    sqlite3* file = nullptr;
    ASSERT_EQ(sqlite3_open((folder_ + "/x.db").c_str(), &file), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(file, statement, nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_changes(file), 1);
    EXPECT_EQ(sqlite3_close(file), SQLITE_OK);
  }
  // Notes that the answers to Q1 are erased of all, as a crash leaves it.
  void NoteErased() {
    const absl::Status noted = store_->WriteAndWait(cause_, [&](Tx& tx) -> absl::Status {
      Wave wave;
      if (absl::Status s = tx.Load(kWave, &wave); !s.ok()) return s;
      wave.add_erased_codes("Q1");
      return tx.Save("ERASE_ANSWERS", "zu heikel", &wave);
    });
    ASSERT_TRUE(noted.ok()) << noted;
  }
  // Answers that the files of the wave have.
  int Answered() {
    int answered = 0;
    const absl::Status read =
        responses_->ForEach(kWave, CompiledInstrument(GoodInstrument()), {},
                            [&](const Answers& answers, int) { answered += answers.size(); });
    EXPECT_TRUE(read.ok()) << read;
    return answered;
  }
  Wave::State State() {
    EXPECT_EQ(GetWave(), kOk);
    return wave_.state();
  }
};

TEST_F(FieldPeriodsTest, LooksWhereThereIsNothing) {
  EXPECT_EQ(periods_->Look(), 0);
  MakeWave();
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(State(), Wave::STATE_PLANNED) << "nobody released it";
  EXPECT_EQ(failures_, 0);
}

TEST_F(FieldPeriodsTest, OpensOnTheFirstDayAndClosesAfterTheLast) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave();
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(open_, 0);
  GoTo(absl::CivilDay(2021, 1, 1));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(open_, 1);
  EXPECT_EQ(State(), Wave::STATE_OPEN);
  EXPECT_EQ(wave_.open_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_EQ(periods_->Look(), 0) << "once";
  ASSERT_EQ(Submit(1, "1"), kOk);
  GoTo(absl::CivilDay(2021, 2, 1));
  EXPECT_EQ(periods_->Look(), 0);
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(State(), Wave::STATE_CLOSED);
  EXPECT_EQ(Tabulate(), kOk) << "its answers are closed too";
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 0);
}

TEST_F(FieldPeriodsTest, ClosesWhatNobodyOpenedInTime) {
  MakeReleasedWave();
  GoTo(absl::CivilDay(2021, 3, 1));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(State(), Wave::STATE_CLOSED);
  EXPECT_FALSE(wave_.has_open_time());
}

TEST_F(FieldPeriodsTest, WritesAsTheServiceItselfAndSaysWhy) {
  MakeReleasedWave();
  EXPECT_EQ(periods_->Look(), 1);
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(periods_->Look(), 1);
  std::vector<std::string> log;
  const absl::Status read = store_->Read([&](Tx& tx) {
    history::ReadEntries(tx.connection(), kEngagement, 0, 100, [&](const history::Entry& entry) {
      if (entry.actor != "tester") {
        log.push_back(absl::StrCat(entry.actor, " ", entry.verb, ": ", entry.reason));
      }
      return true;
    });
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_THAT(log, ::testing::ElementsAre("lotse-survey OPEN: field period begins",
                                          "lotse-survey CLOSE: field period ended"));
}

TEST_F(FieldPeriodsTest, LeavesOtherWavesAlone) {
  MakeOpenWave();
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk);
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 0);
}

// Without a release it is as it was then: open until somebody closes it.
TEST_F(FieldPeriodsTest, LeavesWavesThatWereOpenedBeforeThereWereReleases) {
  ASSERT_EQ(MakeInstrument(), kOk);
  ASSERT_EQ(MakeSurvey(), kOk);
  Wave former = WaveRequest().wave();
  former.clear_population();
  former.clear_data_protection_notice();
  former.set_name(kWave);
  former.set_state(Wave::STATE_OPEN);
  const absl::Status stored =
      store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.Import(2, &former); });
  ASSERT_TRUE(stored.ok()) << stored;
  GoTo(absl::CivilDay(2021, 3, 1));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(Submit(1, "1"), kOk) << status_;
  EXPECT_EQ(State(), Wave::STATE_OPEN);
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_EQ(Tabulate(), kOk);
}

TEST_F(FieldPeriodsTest, TriesAgainAfterAFault) {
  MakeReleasedWave();
  Damage(
      "CREATE TABLE kept AS SELECT content FROM resource WHERE name LIKE '%waves/w';"
      "UPDATE resource SET content = x'FF' WHERE name LIKE '%waves/w'");
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 1);
  Damage("UPDATE resource SET content = (SELECT content FROM kept) WHERE name LIKE '%waves/w'");
  // What reads keeps its view until the store writes.
  ASSERT_EQ(MakeInstrument(GoodInstrument(), "j"), kOk);
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(State(), Wave::STATE_OPEN);
}

// The files are closed before the wave is. If the rest is cut off they take nothing any more.
TEST_F(FieldPeriodsTest, FinishesClosing) {
  for (const bool crash : {false, true}) {
    SCOPED_TRACE(crash);
    if (crash) {
      TearDown();
      SetUp();
    }
    MakeOpenWave();
    for (int i = 0; i < 12; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
    EXPECT_EQ(periods_->Look(), 0);
    ASSERT_TRUE(responses_->Close(kWave).ok());
    if (crash) Restart();
    EXPECT_EQ(Submit(12, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
    EXPECT_EQ(periods_->Look(), 1);
    EXPECT_EQ(State(), Wave::STATE_CLOSED);
    EXPECT_EQ(wave_.response_count(), 12);
    EXPECT_THAT(LoggedByTheService(), ::testing::ElementsAre("CLOSE: closing was cut off"));
    EXPECT_EQ(Tabulate(), kOk);
    EXPECT_EQ(periods_->Look(), 0);
  }
}

TEST_F(FieldPeriodsTest, ErasesWhatIsNotedAsErased) {
  MakeClosedWave();
  EXPECT_EQ(periods_->Look(), 0);
  namespace fs = std::filesystem;
  const std::string answers = WavePair::FilesOf(folder_, kWave).answers;
  const std::string backup = folder_ + "/backup";
  NoteErased();
  Restart();
  EXPECT_EQ(Answered(), 12);
  responses_.reset();
  fs::copy_file(answers, backup);
  Restart();
  periods_->Look();
  EXPECT_EQ(Answered(), 0);
  EXPECT_EQ(*responses_->Count(kWave), 12);
  const uint64_t erasures = responses_->Erasures(kWave);
  EXPECT_EQ(erasures, 1u);
  periods_->Look();
  EXPECT_EQ(responses_->Erasures(kWave), erasures) << "once";
  // An older backup of the file brings them back.
  periods_.reset();
  responses_.reset();
  fs::copy_file(backup, answers, fs::copy_options::overwrite_existing);
  Restart();
  periods_->Look();
  EXPECT_EQ(Answered(), 0);
  EXPECT_EQ(failures_, 0);
}

// All was done but emptying the log of the store, and nobody is left who would ask for it again.
TEST_F(FieldPeriodsTest, EmptiesTheLogAtTheStart) {
  MakeClosedWave();
  ASSERT_EQ(Tabulate(), kOk) << status_;
  NoteErased();
  ASSERT_TRUE(responses_->EraseQuestions(kWave, CompiledInstrument(GoodInstrument()), {"Q1"}).ok());
  Restart();
  const std::string log = folder_ + "/x.db-wal";
  ASSERT_GT(std::filesystem::file_size(log), 0u);
  periods_->Look();
  EXPECT_EQ(std::filesystem::file_size(log), 0u);
  // And then only when something was erased.
  ASSERT_EQ(MakeInstrument(GoodInstrument(), "j"), kOk) << status_;
  periods_->Look();
  EXPECT_GT(std::filesystem::file_size(log), 0u);
  EXPECT_EQ(failures_, 0);
}

// Somebody who reads for long keeps the log from being emptied: it is told, and done later.
TEST_F(FieldPeriodsTest, TriesToEmptyTheLogAgain) {
  MakeClosedWave();
  const absl::Status read = store_->Read([&](Tx& tx) {
    Wave wave;
    const absl::Status loaded = tx.Load(kWave, &wave);
    std::thread([&] { periods_->Look(); }).join();
    return loaded;
  });
  EXPECT_TRUE(read.ok()) << read;
  EXPECT_EQ(failures_, 1);
  periods_->Look();
  EXPECT_EQ(failures_, 1);
  EXPECT_EQ(std::filesystem::file_size(folder_ + "/x.db-wal"), 0u);
}

TEST_F(FieldPeriodsTest, GoesOnByItself) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave();
  GoTo(absl::CivilDay(2021, 1, 1));
  periods_->Start(absl::Milliseconds(10));
  while (State() == Wave::STATE_RELEASED) std::this_thread::yield();
  EXPECT_EQ(wave_.state(), Wave::STATE_OPEN);
}

}  // namespace
}  // namespace lotse::survey
