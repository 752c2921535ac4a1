// Retention, purging and the certificate, by a clock that the tests set.
#include "services/survey/app/retention.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/survey/app/retention_testing.h"
#include "services/survey/domain/retention_rules.h"
#include "services/survey/responses/ledger.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using v1alpha::WavePurge;

TEST_F(RetentionTest, ThePeriodOfTheSurveyIsThatOfItsClosedWaves) {
  MakeOpenWave();
  ASSERT_EQ(KeepFor(12), kOk) << status_;
  EXPECT_EQ(DueDate(), "never") << "not closed yet";
  ASSERT_EQ(Close(wave_.etag()), kOk);
  EXPECT_EQ(DueDate(), "2022-1-16");
  ASSERT_EQ(KeepFor(6), kOk) << status_;
  EXPECT_EQ(DueDate(), "2021-7-16");
  EXPECT_EQ(KeepFor(7), kInvalid) << "people were told another";
  EXPECT_EQ(KeepFor(0), kInvalid);
  EXPECT_EQ(DueDate(), "2021-7-16");
  ASSERT_EQ(KeepFor(7, "Klage anhängig"), kOk) << status_;
  EXPECT_EQ(DueDate(), "2021-8-16");
  EXPECT_EQ(KeepFor(121), kInvalid);
}

TEST_F(RetentionTest, DeletedWavesFollowToo) {
  MakeClosedWave();
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  ASSERT_EQ(KeepFor(1), kOk) << status_;
  EXPECT_EQ(DueDate(), "2021-2-16");
  GoTo(absl::CivilDay(2021, 2, 16));
  EXPECT_EQ(periods_->Look(), 1);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_TRUE(wave_.has_delete_time());
  EXPECT_FALSE(FilesAreThere());
}

TEST_F(RetentionTest, TheKeyOfASurveyGoesWithItsLastPersonalWave) {
  MakeWave(Wave::ACCESS_INVITED);
  Wave confidential = wave_;
  confidential.set_identity(Wave::IDENTITY_CONFIDENTIAL);
  ASSERT_EQ(UpdateWave(confidential), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  ASSERT_EQ(Open(wave_.etag()), kOk) << status_;
  const std::string key = SurveyKey::FileOf(folder_, kSurvey);
  EXPECT_TRUE(std::filesystem::exists(key));
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_TRUE(std::filesystem::exists(key)) << "people may want to withdraw";
  ASSERT_EQ(Purge(wave_.etag()), kOk) << status_;
  EXPECT_FALSE(FilesAreThere());
  EXPECT_FALSE(std::filesystem::exists(key));
  v1alpha::GetCollectionReportRequest q;
  q.set_name(kWave);
  v1alpha::GetCollectionReportResponse report;
  EXPECT_EQ(Reason(GetCollectionReport(*store_, *responses_, {cause_, {}}, q, &report)),
            kWrongState)
      << "nobody is told that nobody answered";
}

TEST_F(RetentionTest, PurgesByItselfOnTheDayAfterThePeriod) {
  MakeClosedWave();
  ASSERT_EQ(KeepFor(1), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(Tabulate(), kOk);
  GoTo(absl::CivilDay(2021, 2, 16));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(failures_, 0);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_FALSE(wave_.has_response_count());
  EXPECT_EQ(wave_.purge().cause(), WavePurge::CAUSE_POLICY);
  EXPECT_EQ(wave_.purge().answers_months(), 1);
  EXPECT_EQ(wave_.purge().responses(), 12);
  EXPECT_FALSE(wave_.purge().has_invitations());
  EXPECT_EQ(wave_.purge().certificate_sha256(), *CertificateHash(wave_));
  EXPECT_FALSE(FilesAreThere());
  EXPECT_EQ(Tabulate(), kWrongState);
  EXPECT_THAT(LoggedByTheService(), ElementsAre("PURGE: retention period ended"));
  EXPECT_EQ(periods_->Look(), 0) << "once";
  EXPECT_EQ(KeepFor(2, "länger"), kWrongState) << "a wave is purged by it";
}

TEST_F(RetentionTest, NothingIsPurgedWithoutAPeriod) {
  MakeClosedWave();
  GoTo(absl::CivilDay(2150, 1, 1));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(Tabulate(), kOk);
}

TEST_F(RetentionTest, PurgesWhenSomebodyAsksForIt) {
  MakeOpenWave();
  EXPECT_EQ(Purge(wave_.etag()), kWrongState) << "not closed";
  ASSERT_EQ(GetWave(), kOk);
  for (int i = 0; i < 9; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  ASSERT_EQ(Close(wave_.etag()), kOk);
  const std::string etag = wave_.etag();
  EXPECT_EQ(Purge(""), kInvalid);
  EXPECT_EQ(Purge("1"), kEtag);
  EXPECT_EQ(Purge(etag, " "), kInvalid);
  EXPECT_TRUE(FilesAreThere());
  ASSERT_EQ(Purge(etag), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_EQ(wave_.purge().cause(), WavePurge::CAUSE_REQUEST);
  EXPECT_EQ(wave_.purge().reason(), "Projekt beendet");
  EXPECT_FALSE(wave_.purge().has_responses()) << "fewer than a step";
  EXPECT_EQ(wave_.purge().purge_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_FALSE(FilesAreThere());
  EXPECT_EQ(Purge(wave_.etag()), kWrongState) << "gone already";
  EXPECT_EQ(Submit(40, "1"), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_FALSE(FilesAreThere());
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
}

TEST_F(RetentionTest, ADeletedWaveIsNotPurgedOnRequest) {
  MakeClosedWave();
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  const std::string etag = wave_.etag();
  EXPECT_EQ(Purge(etag), kDeleted);
  EXPECT_TRUE(FilesAreThere());
}

TEST_F(RetentionTest, TheInvitationsAreCertifiedTooAndGo) {
  MakeOpenWave(Wave::ACCESS_INVITED);
  ASSERT_TRUE(responses_
                  ->ChangeLedger(kWave,
                                 [](sql::Connection& connection) {
                                   for (int i = 0; i < 30; ++i) {
                                     Invite(connection,
                                            {std::string(32, static_cast<char>('a' + i)),
                                             absl::StrCat("r", i), i % 2 == 0 ? "haus" : "hof"},
                                            false);
                                   }
                                 })
                  .ok());
  ASSERT_EQ(Close(wave_.etag()), kOk);
  ASSERT_EQ(Purge(wave_.etag()), kOk) << status_;
  EXPECT_EQ(wave_.purge().invitations(), 30);
  EXPECT_FALSE(wave_.purge().has_responses());
}

// The certificate is on disk before the files go: what a crash left is ended at the next start.
TEST_F(RetentionTest, EndsAtTheNextStartWhatACrashLeft) {
  MakeClosedWave();
  responses_.reset();
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::filesystem::copy(files.answers, folder_ + "/kept-answers");
  std::filesystem::copy(files.ledger, folder_ + "/kept-ledger");
  Restart();
  ASSERT_EQ(Purge(wave_.etag()), kOk) << status_;
  const std::string hash = wave_.purge().certificate_sha256();
  // One file is there still, and half of it is overwritten.
  std::filesystem::copy(folder_ + "/kept-answers", files.answers);
  std::ofstream(files.answers, std::ios::binary | std::ios::in) << std::string(100, '\0');
  Restart();
  ASSERT_EQ(GetWave(), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_TRUE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(FilesAreThere());
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.purge().certificate_sha256(), hash) << "what was certified stays";
  // The files of a backup are put back, and go again.
  std::filesystem::copy(folder_ + "/kept-answers", files.answers);
  std::filesystem::copy(folder_ + "/kept-ledger", files.ledger);
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 0);
}

TEST_F(RetentionTest, DamagedFilesGoTooAndAreNotCounted) {
  MakeClosedWave();
  responses_.reset();
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::ofstream(files.answers, std::ios::binary | std::ios::in) << std::string(4096, 'x');
  Restart();
  ASSERT_EQ(Purge(wave_.etag()), kOk) << status_;
  EXPECT_FALSE(wave_.purge().has_responses());
  EXPECT_FALSE(FilesAreThere());
}

// It can never be closed; without this, what is left of it would be kept for good.
TEST_F(RetentionTest, AWaveThatLostItsFilesGoesOnceItIsOver) {
  MakeOpenWave();
  for (int i = 0; i < 12; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  const std::string etag = wave_.etag();
  responses_.reset();
  std::filesystem::remove(WavePair::FilesOf(folder_, kWave).ledger);
  Restart();
  EXPECT_EQ(Purge(etag), kWrongState) << "it is not over, and the file may come from a backup";
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 1) << "it cannot be closed";
  EXPECT_EQ(Close(etag), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
  EXPECT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kWrongState);
  EXPECT_EQ(Purge("1"), kEtag);
  EXPECT_TRUE(FilesAreThere());
  ASSERT_EQ(Purge(etag), kOk) << status_;
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_FALSE(wave_.has_close_time()) << "it never was";
  EXPECT_FALSE(wave_.purge().has_responses());
  EXPECT_EQ(wave_.purge().certificate_sha256(), *CertificateHash(wave_));
  EXPECT_FALSE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 1) << "and nothing fails any more";
  EXPECT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
}

TEST_F(RetentionTest, SoDoNamesAndAnswersOfAPersonalOne) {
  MakeWave(Wave::ACCESS_INVITED);
  Wave named = wave_;
  named.set_identity(Wave::IDENTITY_IDENTIFIED);
  ASSERT_EQ(UpdateWave(named), kOk) << status_;
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  const std::string etag = wave_.etag();
  responses_.reset();
  std::filesystem::remove(PersonalWave::FilesOf({folder_, folder_}, kWave).ledger);
  Restart();
  GoTo(absl::CivilDay(2021, 2, 2));
  ASSERT_EQ(Purge(etag), kOk) << status_;
  EXPECT_FALSE(FilesAreThere());
  EXPECT_FALSE(std::filesystem::exists(SurveyKey::FileOf(folder_, kSurvey)));
}

TEST_F(RetentionTest, AWaveThatCanBeClosedIsClosedFirst) {
  MakeOpenWave();
  for (int i = 0; i < 12; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  const std::string etag = wave_.etag();
  GoTo(absl::CivilDay(2021, 2, 2));
  EXPECT_EQ(Purge(etag), kWrongState);
  EXPECT_TRUE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 1);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_CLOSED);
  EXPECT_EQ(wave_.response_count(), 12);
}

// The files cannot be removed: it says so, the wave is purged, and it is tried again.
TEST_F(RetentionTest, TellsWhatCannotBeRemovedAndTriesAgain) {
  MakeClosedWave();
  // Who has them open reads on; by its name a folder can be overwritten by nobody.
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::filesystem::rename(files.ledger, folder_ + "/moved");
  std::filesystem::create_directory(files.ledger);
  EXPECT_EQ(Purge(wave_.etag()), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
  ASSERT_EQ(GetWave(), kOk);
  EXPECT_EQ(wave_.state(), Wave::STATE_PURGED);
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 1);
  std::filesystem::remove(files.ledger);
  std::filesystem::rename(folder_ + "/moved", files.ledger);
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(FilesAreThere());
}

// What was erased is counted until the wave is closed for good, and that is the next thing the
// calendar sees to.
TEST_F(RetentionTest, WhatWasErasedIsForgottenAfterClosing) {
  MakeOpenWave();
  for (int i = 0; i < 10; ++i) ASSERT_EQ(Submit(i, "1"), kOk) << status_;
  ASSERT_TRUE(
      responses_
          ->Erase(kWave, CompiledInstrument(GoodInstrument()), Response(3, "1").response_id(), {})
          .ok());
  const auto told = [&] { return *responses_->CountUnderWay(kWave); };
  periods_->Look();
  ASSERT_EQ(Close(wave_.etag()), kOk) << status_;
  EXPECT_EQ(told(), 10);
  periods_->Look();
  for (int i = 0; i < 1000 && told() == 10; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_EQ(told(), 9);
  EXPECT_EQ(failures_, 0);
}

// What a revoked release, or a former version that kept the ledger, left of invitations.
// An older store beside newer files: what was acknowledged stays until somebody has looked.
TEST_F(RetentionTest, AnswersOfAPlannedWaveAreNotThrownAway) {
  MakeOpenWave();
  ASSERT_EQ(Submit(1, "1"), kOk) << status_;
  ASSERT_TRUE(store_
                  ->WriteAndWait(cause_,
                                 [&](Tx& tx) -> absl::Status {
                                   Wave older;
                                   if (absl::Status s = tx.Load(kWave, &older); !s.ok()) return s;
                                   older.set_state(Wave::STATE_PLANNED);
                                   return tx.Save("UPDATE", "", &older);
                                 })
                  .ok());
  periods_->Look();
  EXPECT_TRUE(FilesAreThere());
  EXPECT_EQ(*responses_->Count(kWave), 1);
}

TEST_F(RetentionTest, PlannedWavesHaveNoFiles) {
  GoTo(absl::CivilDay(2020, 12, 31));
  MakeReleasedWave(Wave::ACCESS_INVITED);
  ASSERT_TRUE(responses_
                  ->ChangeLedger(kWave,
                                 [](sql::Connection& connection) {
                                   Invite(connection, {std::string(32, 'a'), "anna", ""}, false);
                                 })
                  .ok());
  v1alpha::RevokeReleaseRequest q;
  q.set_name(kWave);
  q.set_etag(wave_.etag());
  q.set_reason("falscher Tag");
  q.set_validate_only(true);
  const auto revoke = [&] {
    return WriteWith(q, &wave_, [&](Tx& tx) { return RevokeRelease(tx, *responses_, q, &wave_); });
  };
  const auto invited = [&] {
    size_t count = 0;
    EXPECT_TRUE(responses_
                    ->ReadLedger(kWave, {},
                                 [&](sql::Connection& connection) {
                                   count = Reminders(connection, "", 10).size();
                                 })
                    .ok());
    return count;
  };
  ASSERT_EQ(revoke(), kOk) << status_;
  EXPECT_EQ(invited(), 1u) << "only tried";
  q.set_validate_only(false);
  ASSERT_EQ(revoke(), kOk) << status_;
  EXPECT_EQ(invited(), 0u);
  EXPECT_TRUE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(FilesAreThere());
  // A former version left recipients, and the wave was deleted.
  ASSERT_TRUE(responses_->Prepare(kWave).ok());
  ASSERT_EQ(ByName<v1alpha::DeleteWaveRequest>(kWave, &wave_), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(FilesAreThere());
  ASSERT_EQ(ByName<v1alpha::UndeleteWaveRequest>(kWave, wave_.etag(), &wave_), kOk) << status_;
  // It can be released again, and takes answers.
  ASSERT_EQ(Release(wave_.etag()), kOk) << status_;
  EXPECT_TRUE(FilesAreThere());
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(invited(), 0u);
  EXPECT_EQ(failures_, 0);
}

}  // namespace
}  // namespace lotse::survey
