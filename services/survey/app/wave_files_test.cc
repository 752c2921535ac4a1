// What becomes of the files of a wave: who is held up, what is lost, what a crash leaves.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <thread>

#include "services/survey/app/retention.h"
#include "services/survey/app/retention_testing.h"

namespace lotse::survey {
namespace {

using WaveFilesTest = RetentionTest;

// What somebody wrote freely may name people: it goes when they ask for it, and nothing else.
TEST_F(WaveFilesTest, ReasonsAreErasedAsPersonal) {
  MakeClosedWave();
  ASSERT_EQ(KeepFor(12, "Klage von Frau Muster"), kOk) << status_;
  ASSERT_EQ(GetWave(), kOk);
  ASSERT_EQ(Purge(wave_.etag(), "Wunsch von Herrn Beispiel"), kOk) << status_;
  const std::string hash = wave_.purge().certificate_sha256();
  for (const char* name : {kWave, kSurvey}) {
    const absl::Status erased =
        store_->WriteAndWait(cause_, [&](Tx& tx) { return tx.ErasePersonal(name).status(); });
    ASSERT_TRUE(erased.ok()) << erased;
  }
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.purge().reason(), "");
  EXPECT_EQ(wave_.purge().certificate_sha256(), hash) << "what was certified stays";
  EXPECT_EQ(wave_.purge().responses(), 12);
  ASSERT_EQ(ByName<v1alpha::GetSurveyRequest>(kSurvey, &survey_), kOk) << status_;
  EXPECT_EQ(survey_.retention().reason(), "");
  EXPECT_EQ(survey_.retention().answers_months(), 12);
}

// Who reads for long keeps the purge waiting, and nobody else.
TEST_F(WaveFilesTest, ASlowReaderHoldsUpNobodyElse) {
  MakeClosedWave();
  const std::string etag = wave_.etag();
  absl::Mutex mutex;
  bool begun = false, go_on = false;
  std::thread reading([&] {
    const absl::Status read =
        responses_->ForEach(kWave, CompiledInstrument(instrument_), {}, [&](const Answers&, int) {
          absl::MutexLock lock(&mutex);
          begun = true;
          mutex.Await(absl::Condition(&go_on));
        });
    EXPECT_TRUE(read.ok()) << read;
  });
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&begun));
  }
  std::thread purging([&] {
    v1alpha::PurgeWaveRequest q;
    q.set_name(kWave);
    q.set_etag(etag);
    q.set_reason("Projekt beendet");
    Wave purged;
    const absl::Status done = PurgeWave(*store_, *responses_, {cause_, {}}, q, &purged);
    EXPECT_TRUE(done.ok()) << done;
  });
  for (int i = 0; i < 20; ++i) {
    const absl::Status written = store_->WriteAndWait(cause_, [](Tx& tx) {
      tx.LogNote(kWave, "NOTE");
      return absl::OkStatus();
    });
    EXPECT_TRUE(written.ok()) << written;
    absl::SleepFor(absl::Milliseconds(5));
  }
  EXPECT_TRUE(FilesAreThere());
  {
    absl::MutexLock lock(&mutex);
    go_on = true;
  }
  reading.join();
  purging.join();
  EXPECT_FALSE(FilesAreThere());
}

// What is lost is told wherever the answers or invitations of the wave are needed.
TEST_F(WaveFilesTest, LostFilesAreTold) {
  constexpr auto kCorrupt = type::v1alpha::ERROR_REASON_STORE_CORRUPT;
  MakeOpenWave();
  ASSERT_EQ(Submit(1, "1"), kOk) << status_;
  responses_.reset();
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::filesystem::rename(files.answers, folder_ + "/moved-answers");
  std::filesystem::rename(files.ledger, folder_ + "/moved-ledger");
  Restart();
  EXPECT_EQ(Submit(2, "1"), kCorrupt);
  EXPECT_FALSE(std::filesystem::exists(files.answers)) << "not made anew";
  v1alpha::GetCollectionReportRequest ask;
  ask.set_name(kWave);
  v1alpha::GetCollectionReportResponse report;
  EXPECT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, ask, &report)),
            kCorrupt);
  v1alpha::CountInvitationsRequest count;
  count.set_parent(kWave);
  v1alpha::CountInvitationsResponse counts;
  EXPECT_EQ(Reason(CountInvitations(*store_, *responses_, {cause_, {}}, count, &counts)), kCorrupt);
  ASSERT_EQ(GetWave(), kOk) << "the wave itself can be read";
  EXPECT_FALSE(wave_.has_response_count()) << "and does not say that nobody answered";
  const std::string etag = wave_.etag();
  EXPECT_EQ(Close(etag), kCorrupt);
  EXPECT_FALSE(std::filesystem::exists(files.answers));
  EXPECT_FALSE(std::filesystem::exists(files.ledger));
  std::filesystem::rename(folder_ + "/moved-answers", files.answers);
  std::filesystem::rename(folder_ + "/moved-ledger", files.ledger);
  ASSERT_EQ(Close(etag), kOk) << status_;
  EXPECT_EQ(Tabulate(), kOk) << status_;
}

// Closing leaves to the store what takes long; a crash does not forget it.
TEST_F(WaveFilesTest, WhatClosingLeftIsDoneAfterACrash) {
  MakeClosedWave();
  const auto rewritten = [&] {
    sqlite3* file = nullptr;
    int rows = 0;
    const std::string path = WavePair::FilesOf(folder_, kWave).answers;
    EXPECT_EQ(sqlite3_open(path.c_str(), &file), SQLITE_OK);
    sqlite3_busy_timeout(file, 5000);
    sqlite3_exec(
        file, "SELECT 1 FROM rewritten",
        [](void* count, int, char**, char**) { return ++*static_cast<int*>(count), 0; }, &rows,
        nullptr);
    EXPECT_EQ(sqlite3_close(file), SQLITE_OK);
    return rows == 1;
  };
  const auto soon = [&] {
    for (int i = 0; i < 1000 && !rewritten(); ++i) absl::SleepFor(absl::Milliseconds(10));
    return rewritten();
  };
  EXPECT_TRUE(soon());
  // As a crash after the closing leaves it.
  periods_.reset();
  responses_.reset();
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open(WavePair::FilesOf(folder_, kWave).answers.c_str(), &file), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(file, "DELETE FROM rewritten", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_close(file), SQLITE_OK);
  Restart();
  EXPECT_FALSE(rewritten());
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_TRUE(soon());
}

TEST_F(WaveFilesTest, WhoDoesNotWaitAnyMoreIsNotReadFor) {
  MakeClosedWave();
  patience_.gone = [] { return true; };
  EXPECT_EQ(Tabulate(), type::v1alpha::ERROR_REASON_CALLER_GONE);
  patience_.gone = nullptr;
  patience_.deadline = absl::InfinitePast();
  EXPECT_EQ(Tabulate(), type::v1alpha::ERROR_REASON_CALLER_GONE);
}

}  // namespace
}  // namespace lotse::survey
