// Files that are taken in while others change the study, and imports that were interrupted.
#include <gmock/gmock.h>
#include <sqlite3.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/synchronization/notification.h"
#include "services/survey/app/study_exchange_testing.h"
#include "services/survey/app/study_periods.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;

// How many of the next commits of the store fail.
std::atomic<int> commits_to_fail = 0;

// Called for each connection that is opened: lets commits to the store fail.
int HookCommits(sqlite3* connection, char**, const sqlite3_api_routines*) {
  if (absl::EndsWith(sqlite3_db_filename(connection, "main"), "/x.db")) {
    sqlite3_commit_hook(connection, [](void*) { return commits_to_fail-- > 0 ? 1 : 0; }, nullptr);
  }
  return SQLITE_OK;
}

class StudyImportRaceTest : public StudyExchangeTest {
 protected:
  // An exported study, and an empty one.
  void MakeFile() {
    MakeMaterial();
    ASSERT_EQ(Export(), kOk) << status_;
    bytes_ = file_.bytes;
    project_ = Project();
    MakeEmptyStudy();
  }
  // Opens the store anew, as it is in its file.
  void Reopen() {
    OpenStore();
    AddRules(responses_.get(), standard_.get());
    AddStudyRules(studies_.get(), standard_.get());
    AddMaterialReleaseRules(store_.get(), studies_.get(), standard_.get());
  }
  // Makes an empty study with the coders eins and zwei, without a guide.
  v1alpha::Study MakeNumbered(int number) {
    v1alpha::CreateStudyRequest q;
    q.set_parent(kEngagement);
    q.set_study_id(absl::StrCat("z", number));
    *q.mutable_study() = study_;
    q.mutable_study()->clear_name();
    v1alpha::Study made;
    EXPECT_EQ(Run(q, &made), kOk) << status_;
    return made;
  }
  absl::Status TakeZweiOut(const v1alpha::Study& study) {
    v1alpha::UpdateStudyRequest q;
    *q.mutable_study() = study;
    q.mutable_study()->mutable_coders()->RemoveLast();
    q.mutable_update_mask()->add_paths("coders");
    v1alpha::Study updated;
    return store_->WriteAndWait(cause_, [&](Tx& tx) {
      return standard_->Run(tx, store_->schema().MethodOf(q.GetDescriptor()), q, &updated);
    });
  }
  bool HasCodings(const std::string& study) {
    const auto files = studies_->Find(study);
    EXPECT_TRUE(files.ok()) << files.status();
    bool any = false;
    if (*files == nullptr) return any;
    const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
      any = qualitative::AnyCoding(connection);
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return any;
  }
  size_t CodingsOfTheText() {
    size_t codings = 0;
    const auto files = studies_->Find(kStudy);
    EXPECT_TRUE(files.ok()) << files.status();
    const absl::Status read = (*files)->Read({}, [&](sql::Connection& connection) {
      codings = qualitative::CodingsOfText(connection, Uuid(100)).size();
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return codings;
  }
  // Deletes the case as the next one who writes; `done` tells that it was tried.
  void QueueDeletion(absl::Status* deleted, absl::Notification* done) {
    v1alpha::DeleteStudyCaseRequest q;
    q.set_name(kCase);
    q.set_etag(case_.etag());
    store_->Write(
        {}, cause_,
        [this, q](Tx& tx) -> absl::StatusOr<resource::Store::Fate> {
          const absl::Status run =
              standard_->Run(tx, store_->schema().MethodOf(q.GetDescriptor()), q, &case_);
          if (!run.ok()) return run;
          return resource::Store::Fate::kKeep;
        },
        [deleted, done](absl::Status status) {
          *deleted = std::move(status);
          done->Notify();
        });
  }
  // From now on so many commits of the store fail, as with a disk that has no room.
  void FailCommits(int number) {
    store_.reset();
    commits_to_fail = 0;
    const auto on_open = reinterpret_cast<void (*)()>(&HookCommits);
    ASSERT_EQ(sqlite3_auto_extension(on_open), SQLITE_OK);
    Reopen();
    sqlite3_cancel_auto_extension(on_open);
    commits_to_fail = number;
  }

  std::string bytes_;
  refi::Project project_;
};

// The material is on disk, and the store has not committed its cases when the process dies.
TEST_F(StudyImportRaceTest, TheSameFileCompletesAnImportThatWasInterrupted) {
  MakeFile();
  const std::string path = folder_ + "/x.db", before = folder_ + "/before.db";
  store_.reset();
  std::filesystem::copy_file(path, before);
  Reopen();
  ASSERT_EQ(ImportFile(Head(), bytes_), kOk) << status_;
  const std::string told = imported_.SerializeAsString();
  store_.reset();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path + end);
  std::filesystem::rename(before, path);
  Reopen();
  ASSERT_EQ(CasesOf(kEmptyStudy), 0);
  int failures = 0;
  StudyPeriods periods(store_.get(), studies_.get(), [&](const absl::Status& failure) {
    EXPECT_EQ(rpc::ReasonOf(failure), type::v1alpha::ERROR_REASON_STORE_CORRUPT) << failure;
    EXPECT_THAT(std::string(failure.message()), HasSubstr("send the same file again"));
    ++failures;
  });
  EXPECT_EQ(periods.Look(), 0);
  EXPECT_EQ(failures, 1) << "it is told, and nothing is erased";
  EXPECT_TRUE(HasCodings(kEmptyStudy));
  ASSERT_EQ(ImportFile(Head(), bytes_), kOk) << status_;
  EXPECT_EQ(imported_.SerializeAsString(), told);
  EXPECT_EQ(CasesOf(kEmptyStudy), 1);
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project(), project_);
  EXPECT_EQ(periods.Look(), 0);
  EXPECT_EQ(failures, 1);
}

// The material is on disk, and the store cannot commit its cases.
TEST_F(StudyImportRaceTest, WhatTheStoreCannotCommitIsTakenOutOfTheFiles) {
  MakeFile();
  FailCommits(1);
  EXPECT_FALSE(ImportStudy(*store_, *studies_, {cause_, {}}, Head(), bytes_, &imported_).ok());
  EXPECT_EQ(CasesOf(kEmptyStudy), 0);
  EXPECT_FALSE(HasCodings(kEmptyStudy));
  StudyPeriods periods(store_.get(), studies_.get(),
                       [](const absl::Status& failure) { ADD_FAILURE() << failure; });
  EXPECT_EQ(periods.Look(), 0);
  ASSERT_EQ(ImportFile(Head(), bytes_), kOk) << status_;
  EXPECT_EQ(CasesOf(kEmptyStudy), 1);
  ASSERT_EQ(Export(kEmptyStudy), kOk) << status_;
  EXPECT_EQ(Project(), project_);
}

// What a file was checked against may be gone when its turn to be stored comes.
TEST_F(StudyImportRaceTest, ACaseThatIsDeletedMeanwhileTakesNothing) {
  MakeMaterial();
  ASSERT_EQ(Export(), kOk) << status_;
  refi::Project project = Project();
  CodeInFile(&project, CodeNamed(&project.codes, "Haltung")->guid);
  const auto file = refi::WriteProject(project);
  ASSERT_TRUE(file.ok()) << file.status();
  absl::Status deleted;
  absl::Notification done;
  bool is_queued = false;
  resource::Cause cause = cause_;
  // Asked for first when it is noted that the study was read, behind all reading.
  cause.renew = [&]() -> absl::StatusOr<resource::Cause> {
    if (!std::exchange(is_queued, true)) QueueDeletion(&deleted, &done);
    return cause_;
  };
  const absl::Status refused =
      ImportStudy(*store_, *studies_, {cause, {}}, Head(kStudy), *file, &imported_);
  ASSERT_TRUE(is_queued) << refused;
  done.WaitForNotification();
  ASSERT_TRUE(deleted.ok()) << deleted;
  EXPECT_EQ(rpc::ReasonOf(refused), kDeleted) << refused;
  EXPECT_EQ(CodingsOfTheText(), 3U);
  ASSERT_EQ(ByName<v1alpha::UndeleteStudyCaseRequest>(kCase, case_.etag(), &case_), kOk) << status_;
  ASSERT_EQ(ImportFile(Head(kStudy), *file), kOk) << status_;
  EXPECT_EQ(CodingsOfTheText(), 4U) << "the same file, once the case is there again";
}

// As those do who code first and who release: the store first, then the file.
TEST_F(StudyImportRaceTest, NobodyWaitsForOneWhoWaits) {
  MakeFile();
  ASSERT_EQ(ImportFile(Head(), bytes_), kOk) << status_;
  const auto files = studies_->Find(kEmptyStudy);
  ASSERT_TRUE(files.ok());
  std::thread other([&] {
    for (int i = 0; i < 50; ++i) {
      const absl::Status written = store_->WriteAndWait(cause_, [&](Tx&) {
        return (*files)->Add([](sql::Connection&) { return absl::OkStatus(); });
      });
      EXPECT_TRUE(written.ok()) << written;
    }
  });
  for (int i = 0; i < 50; ++i) EXPECT_EQ(ImportFile(Head(), bytes_), kOk) << status_;
  other.join();
}

// Whoever comes first, no coding is of somebody who is no coder.
TEST_F(StudyImportRaceTest, NoCodingIsOfACoderWhoIsTakenOut) {
  MakeFile();
  for (int i = 1; i <= 20; ++i) {
    const v1alpha::Study study = MakeNumbered(i);
    absl::Status taken_out;
    std::thread owner([&] { taken_out = TakeZweiOut(study); });
    const ErrorReason imported = ImportFile(Head(study.name().c_str()), bytes_);
    owner.join();
    const bool stored = imported == kOk && imported_.codings() > 0;
    EXPECT_TRUE(imported == kOk || imported == kEtag) << status_;
    EXPECT_NE(stored, taken_out.ok()) << taken_out << status_;
    EXPECT_EQ(HasCodings(study.name()), stored);
  }
}

}  // namespace
}  // namespace lotse::survey
