#include "services/survey/app/study_periods.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "runtime/history/change_log.h"
#include "services/survey/app/participant_names.h"
#include "services/survey/app/study_text_testing.h"
#include "services/survey/qualitative/rules/material_due.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kPerson[] = "Änne Übermuth";

// The names of the case g are due on 11 July 2021, its texts on 11 January 2023.
class StudyPeriodsTest : public StudyTextTest {
 protected:
  void SetUp() override {
    StudyTextTest::SetUp();
    Watch();
  }
  void TearDown() override {
    periods_.reset();
    StudyTextTest::TearDown();
  }
  void Watch() {
    periods_ = std::make_unique<StudyPeriods>(store_.get(), studies_.get(),
                                              [this](const absl::Status&) { ++failures_; });
  }
  ErrorReason KeepName(const char* pseudonym = "P01") {
    v1alpha::SetParticipantNameRequest q;
    q.set_parent(kCase);
    q.mutable_participant_name()->set_pseudonym(pseudonym);
    q.mutable_participant_name()->set_person(kPerson);
    v1alpha::ParticipantName r;
    return Change(&SetParticipantName, q, &r);
  }
  // The days on which names are erased, as they are told.
  std::vector<std::string> NameDays() {
    v1alpha::ListParticipantNamesRequest q;
    q.set_parent(kCase);
    v1alpha::ListParticipantNamesResponse r;
    EXPECT_EQ(ReadWith(q, &r, [&](Tx& tx) { return ListParticipantNames(tx, *studies_, q, &r); }),
              kOk);
    std::vector<std::string> days;
    for (const auto& name : r.participant_names()) {
      const auto& day = name.erase_date();
      days.push_back(absl::StrCat(day.year(), "-", day.month(), "-", day.day()));
    }
    return days;
  }
  ErrorReason GetCase() { return ByName<v1alpha::GetStudyCaseRequest>(kCase, &case_); }
  ErrorReason KeepFor(int names_months, int material_months) {
    v1alpha::Study study = study_;
    study.mutable_retention()->set_names_months(names_months);
    study.mutable_retention()->set_material_months(material_months);
    study.mutable_retention()->set_reason(
        absl::StrCat("Beschluss: ", names_months, " und ", material_months, " Monate"));
    return UpdateStudy(study);
  }
  void DeleteAll() {
    ASSERT_EQ(DeleteCase(), kOk) << status_;
    ASSERT_EQ(ByName<v1alpha::DeleteGuideRequest>(kGuide, guide_.etag(), &guide_), kOk) << status_;
    ASSERT_EQ(ByName<v1alpha::DeleteStudyRequest>(kStudy, study_.etag(), &study_), kOk) << status_;
  }
  // What the service itself noted, as `verb name: reason`.
  std::vector<std::string> LoggedByTheService() {
    std::vector<std::string> log;
    const absl::Status read = store_->Read([&](Tx& tx) {
      history::ReadEntries(tx.connection(), kEngagement, 0, 1000, [&](const history::Entry& entry) {
        if (entry.actor == "lotse-survey") {
          log.push_back(absl::StrCat(entry.verb, " ",
                                     entry.resource.substr(entry.resource.rfind('/') + 1), ": ",
                                     entry.reason));
        }
        return true;
      });
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return log;
  }

  std::unique_ptr<StudyPeriods> periods_;
  std::atomic<int> failures_ = 0;
};

TEST_F(StudyPeriodsTest, LooksWhereThereIsNothing) {
  EXPECT_EQ(periods_->Look(), 0);
  MakeCase();
  GoTo(absl::CivilDay(2030, 1, 1));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_FALSE(studies_->HasFiles(kStudy)) << "nothing is made to be looked at";
  EXPECT_EQ(failures_, 0);
}

TEST_F(StudyPeriodsTest, NamesGoOnTheirDayAndTextsOnTheirs) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  GoTo(absl::CivilDay(2021, 7, 10));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_THAT(FilesWith(kPerson), Not(IsEmpty()));
  GoTo(absl::CivilDay(2021, 7, 11));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(periods_->Look(), 0) << "once";
  EXPECT_THAT(FilesWith(kPerson), IsEmpty());
  EXPECT_EQ(Get(), kOk) << "texts are kept longer";
  GoTo(absl::CivilDay(2023, 1, 10));
  EXPECT_EQ(periods_->Look(), 0);
  GoTo(absl::CivilDay(2023, 1, 11));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_THAT(FilesWith("Weber"), IsEmpty());
  ASSERT_EQ(GetCase(), kOk);
  EXPECT_EQ(case_.material_erase_time().seconds(), absl::ToUnixSeconds(now_));
  EXPECT_THAT(LoggedByTheService(), ElementsAre("ERASE_PARTICIPANT_NAMES g: retention period ended",
                                                "ERASE_MATERIAL g: retention period ended"));
  EXPECT_EQ(failures_, 0);
}

TEST_F(StudyPeriodsTest, WhatIsKeptUntilSomebodyAsksStays) {
  MakeText();
  ASSERT_EQ(KeepFor(6, 0), kOk) << status_;
  GoTo(absl::CivilDay(2031, 1, 1));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(Get(), kOk);
}

// A sooner day counts for names that are stored, and at the next look.
TEST_F(StudyPeriodsTest, NamesFollowADateThatIsMadeEarlier) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  EXPECT_THAT(NameDays(), ElementsAre("2021-7-11"));
  EXPECT_EQ(periods_->Look(), 0);
  ASSERT_EQ(KeepFor(3, 24), kOk) << status_;
  EXPECT_THAT(NameDays(), ElementsAre("2021-4-11")) << "before the file follows too";
  EXPECT_EQ(periods_->Look(), 0);
  // A later day is none of those that were promised.
  ASSERT_EQ(KeepFor(6, 24), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_THAT(NameDays(), ElementsAre("2021-4-11"));
  GoTo(absl::CivilDay(2021, 4, 11));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_THAT(NameDays(), IsEmpty());
}

TEST_F(StudyPeriodsTest, WhatBecomesDueTodayGoesAtTheNextLook) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  GoTo(absl::CivilDay(2021, 3, 1));
  EXPECT_EQ(periods_->Look(), 0);
  ASSERT_EQ(KeepFor(1, 1), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 2) << "names and texts";
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_THAT(NameDays(), IsEmpty());
}

TEST_F(StudyPeriodsTest, ADeletedCaseKeepsItsTextsForThirtyDays) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  GoTo(absl::CivilDay(2021, 2, 14));
  EXPECT_EQ(periods_->Look(), 0);
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 2);
  EXPECT_EQ(Get(), kNotFound);
  EXPECT_THAT(FilesWith("Weber"), IsEmpty());
  EXPECT_THAT(FilesWith(kPerson), IsEmpty());
  ASSERT_EQ(ByName<v1alpha::UndeleteStudyCaseRequest>(kCase, case_.etag(), &case_), kEtag);
  ASSERT_EQ(GetCase(), kOk);
  ASSERT_EQ(ByName<v1alpha::UndeleteStudyCaseRequest>(kCase, case_.etag(), &case_), kOk) << status_;
  EXPECT_TRUE(case_.has_material_erase_time());
}

// Names of a case that is deleted and undeleted in time are kept as long as before.
TEST_F(StudyPeriodsTest, ARestoredCaseKeepsItsNamesUntilTheirDay) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_THAT(NameDays(), ElementsAre("2021-2-15")) << "unless somebody undeletes it";
  GoTo(absl::CivilDay(2021, 1, 16));
  EXPECT_EQ(periods_->Look(), 0);
  ASSERT_EQ(ByName<v1alpha::UndeleteStudyCaseRequest>(kCase, case_.etag(), &case_), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_THAT(NameDays(), ElementsAre("2021-7-11"));
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 0);
  GoTo(absl::CivilDay(2021, 7, 10));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_THAT(NameDays(), ElementsAre("2021-7-11"));
  EXPECT_THAT(FilesWith(kPerson), Not(IsEmpty()));
  GoTo(absl::CivilDay(2021, 7, 11));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_THAT(NameDays(), IsEmpty());
}

// Its own date may become a sooner one while it is deleted: that one stays.
TEST_F(StudyPeriodsTest, ADeletedCaseFollowsAShorterPeriod) {
  MakeText();
  ASSERT_EQ(KeepName(), kOk) << status_;
  ASSERT_EQ(DeleteCase(), kOk) << status_;
  ASSERT_EQ(KeepFor(3, 24), kOk) << status_;
  EXPECT_EQ(periods_->Look(), 0);
  ASSERT_EQ(KeepFor(6, 24), kOk) << status_;
  ASSERT_EQ(GetCase(), kOk) << status_;
  ASSERT_EQ(ByName<v1alpha::UndeleteStudyCaseRequest>(kCase, case_.etag(), &case_), kOk) << status_;
  EXPECT_THAT(NameDays(), ElementsAre("2021-4-11"));
}

TEST_F(StudyPeriodsTest, ADeletedStudyIsDestroyedWithACertificate) {
  MakeText();
  Code();
  ASSERT_EQ(KeepName(), kOk) << status_;
  DeleteAll();
  GoTo(absl::CivilDay(2021, 2, 14));
  periods_->Look();
  EXPECT_TRUE(studies_->HasFiles(kStudy));
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  ASSERT_EQ(ByName<v1alpha::GetStudyRequest>(kStudy, &study_), kOk);
  EXPECT_EQ(study_.purge().texts(), 2);
  EXPECT_EQ(study_.purge().certificate_sha256(), *qualitative::StudyCertificateHash(study_));
  EXPECT_EQ(ByName<v1alpha::UndeleteStudyRequest>(kStudy, study_.etag(), &study_), kWrongState);
  EXPECT_EQ(periods_->Look(), 0) << "once";
  EXPECT_THAT(LoggedByTheService(), ElementsAre("PURGE s: deleted, and not restored in time"));
}

// As a crash between the certificate and the files leaves it, or a restored backup.
TEST_F(StudyPeriodsTest, FilesOfACertifiedStudyAreDestroyed) {
  MakeText();
  DeleteAll();
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 1);
  ASSERT_TRUE(studies_->Make(kStudy).ok());
  EXPECT_TRUE(studies_->HasFiles(kStudy));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  EXPECT_EQ(failures_, 0);
}

// Damage stands against nothing: what is left goes too, and the certificate does not count it.
TEST_F(StudyPeriodsTest, ADamagedStudyIsDestroyedAllTheSame) {
  MakeText();
  DeleteAll();
  studies_ = std::make_unique<qualitative::StudyStore>(qualitative::StudyFolders{folder_, folder_},
                                                       /*writes=*/1024);
  Watch();
  const auto paths = qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy);
  std::filesystem::remove(paths.names);
  GoTo(absl::CivilDay(2021, 2, 15));
  EXPECT_EQ(periods_->Look(), 1);
  EXPECT_FALSE(studies_->HasFiles(kStudy));
  ASSERT_EQ(ByName<v1alpha::GetStudyRequest>(kStudy, &study_), kOk);
  EXPECT_FALSE(study_.purge().has_texts());
}

TEST_F(StudyPeriodsTest, LostFilesAreToldAtEachLook) {
  MakeText();
  studies_ = std::make_unique<qualitative::StudyStore>(qualitative::StudyFolders{folder_, folder_},
                                                       /*writes=*/1024);
  Watch();
  const auto paths = qualitative::StudyFiles::PathsOf({folder_, folder_}, kStudy);
  std::filesystem::rename(paths.names, folder_ + "/away");
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 2);
  std::filesystem::rename(folder_ + "/away", paths.names);
  GoTo(absl::CivilDay(2023, 1, 11));
  EXPECT_EQ(periods_->Look(), 1) << "and it goes on";
  EXPECT_EQ(failures_, 2);
}

// An older store was put back beside newer files.
TEST_F(StudyPeriodsTest, WhatTheStoreDoesNotKnowIsNotThrownAway) {
  MakeText();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  ASSERT_TRUE((*files)
                  ->Add([](sql::Connection& connection) {
                    qualitative::StoredText text;
                    text.text_id = "fremd";
                    text.case_id = "unbekannt";
                    text.content = "Das steht noch da.";
                    return qualitative::AddText(connection, text);
                  })
                  .ok());
  GoTo(absl::CivilDay(2023, 1, 11));
  EXPECT_EQ(periods_->Look(), 0);
  EXPECT_EQ(failures_, 1);
  EXPECT_EQ(Get(), kNotFound) << "what is due goes all the same";
  EXPECT_THAT(FilesWith("Das steht noch da."), Not(IsEmpty()));
}

// Somebody reads for so long that the log cannot be emptied: it is, when they are done.
TEST_F(StudyPeriodsTest, EmptiesALogThatCouldNotBeEmptied) {
  MakeText();
  const auto files = studies_->Find(kStudy);
  ASSERT_TRUE(files.ok());
  const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
    EXPECT_EQ(qualitative::CountTexts(connection), 1);
    std::thread eraser([&] { EXPECT_EQ(Delete(), type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE); });
    eraser.join();
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_TRUE((*files)->HasToTidy());
  periods_->Look();
  EXPECT_FALSE((*files)->HasToTidy());
  EXPECT_THAT(FilesWith("Weber"), IsEmpty());
  EXPECT_EQ(failures_, 0);
}

TEST_F(StudyPeriodsTest, LooksOnAThreadOfItsOwn) {
  MakeText();
  GoTo(absl::CivilDay(2023, 1, 11));
  periods_->Start(absl::Milliseconds(1));
  const absl::Time end = absl::Now() + absl::Seconds(10);
  while (Get() != kNotFound && absl::Now() < end) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_EQ(Get(), kNotFound);
  periods_.reset();
  EXPECT_EQ(failures_, 0);
}

}  // namespace
}  // namespace lotse::survey
