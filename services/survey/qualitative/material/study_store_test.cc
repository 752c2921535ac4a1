#include "services/survey/qualitative/material/study_store.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/survey/qualitative/material/material_testing.h"

namespace lotse::survey::qualitative {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kPerson[] = "Änne Übermuth";

class StudyStoreTest : public MaterialTest {
 protected:
  void SetUp() override {
    MaterialTest::SetUp();
    files_.reset();
    // What the base made of this study is no part of these tests.
    const StudyFiles::Paths paths = StudyFiles::PathsOf(folders_, kStudy);
    for (const auto& path : {paths.material, paths.names}) std::filesystem::remove(path);
    Start();
  }
  void TearDown() override {
    store_.reset();
    MaterialTest::TearDown();
  }
  void Start() {
    store_.reset();
    store_ = std::make_unique<StudyStore>(folders_, /*writes=*/64);
  }
  static std::string StudyNo(size_t i) { return absl::StrCat(kStudy, "-", i); }

  StudyStore::Lease Made(const std::string& study) {
    auto lease = store_->Make(study);
    EXPECT_TRUE(lease.ok()) << lease.status();
    return lease.ok() ? *std::move(lease) : nullptr;
  }
  void KeepPerson(const std::string& study) {
    const auto files = Made(study);
    const absl::Status kept = files->ChangeNames([](sql::Connection& connection) {
      KeepName(connection, {"gruppe", "P01", kPerson, "", 20000});
      return absl::OkStatus();
    });
    EXPECT_TRUE(kept.ok()) << kept;
  }
  size_t NamesIn(const std::string& study) {
    const auto files = store_->Find(study);
    EXPECT_TRUE(files.ok()) << files.status();
    if (!files.ok() || *files == nullptr) return 0;
    size_t count = 0;
    const absl::Status read = (*files)->ReadNames({}, [&](sql::Connection& connection) {
      count = AllNames(connection).size();
      return absl::OkStatus();
    });
    EXPECT_TRUE(read.ok()) << read;
    return count;
  }

  std::unique_ptr<StudyStore> store_;
};

TEST_F(StudyStoreTest, AStudyWithoutFilesIsEmptyAndStaysSo) {
  const auto found = store_->Find(kStudy);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, nullptr);
  EXPECT_FALSE(store_->HasFiles(kStudy));
  EXPECT_EQ(store_->open(), 0u);
  EXPECT_TRUE(store_->writable());
}

TEST_F(StudyStoreTest, WhatIsMadeIsFoundAgainAlsoAfterAStart) {
  KeepPerson(kStudy);
  EXPECT_EQ(NamesIn(kStudy), 1u);
  EXPECT_EQ(NamesIn(kOtherStudy), 0u);
  EXPECT_FALSE(store_->HasFiles(kOtherStudy));
  EXPECT_EQ(store_->open(), 1u);
  Start();
  EXPECT_EQ(store_->open(), 0u);
  EXPECT_EQ(NamesIn(kStudy), 1u);
  EXPECT_TRUE(store_->writable());
}

TEST_F(StudyStoreTest, AllWhoHaveTheFilesHaveTheSame) {
  const auto one = Made(kStudy), two = Made(kStudy);
  const auto three = store_->Find(kStudy);
  ASSERT_TRUE(three.ok());
  EXPECT_EQ(one.get(), two.get());
  EXPECT_EQ(one.get(), three->get());
}

// The least used go first, and none that somebody has.
TEST_F(StudyStoreTest, FilesThatWereNotUsedForLongestAreClosed) {
  const auto held = Made(StudyNo(0));
  for (size_t i = 1; i < StudyStore::kMaxOpen; ++i) KeepPerson(StudyNo(i));
  EXPECT_EQ(store_->open(), StudyStore::kMaxOpen);
  EXPECT_EQ(NamesIn(StudyNo(1)), 1u);  // Not the least used one any more.
  KeepPerson(StudyNo(StudyStore::kMaxOpen));
  EXPECT_EQ(store_->open(), StudyStore::kMaxOpen);
  const auto again = store_->Find(StudyNo(0));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again->get(), held.get());
  for (size_t i = 1; i <= StudyStore::kMaxOpen; ++i) EXPECT_EQ(NamesIn(StudyNo(i)), 1u) << i;
  EXPECT_EQ(store_->open(), StudyStore::kMaxOpen);
}

TEST_F(StudyStoreTest, MoreThanTheLimitStayOpenForThoseWhoHaveThem) {
  std::vector<StudyStore::Lease> held;
  for (size_t i = 0; i < StudyStore::kMaxOpen + 3; ++i) held.push_back(Made(StudyNo(i)));
  EXPECT_EQ(store_->open(), StudyStore::kMaxOpen + 3);
  held.clear();
  Made(StudyNo(99));
  EXPECT_EQ(store_->open(), StudyStore::kMaxOpen);
}

TEST_F(StudyStoreTest, ThreadsThatComeAndGoLoseNothing) {
  constexpr size_t kStudies = StudyStore::kMaxOpen + 4;
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < kStudies; ++i) {
        const auto files = store_->Make(StudyNo((i * 7 + t) % kStudies));
        const absl::Status kept =
            !files.ok() ? files.status() : (*files)->ChangeNames([&](sql::Connection& connection) {
              KeepName(connection, {"gruppe", absl::StrCat("P", t), kPerson, "", 20000});
              return absl::OkStatus();
            });
        failed += !kept.ok();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failed, 0);
  for (size_t i = 0; i < kStudies; ++i) EXPECT_EQ(NamesIn(StudyNo(i)), 4u) << i;
}

TEST_F(StudyStoreTest, WhatIsLostOrDamagedIsToldAndOthersGoOn) {
  KeepPerson(kStudy);
  KeepPerson(kOtherStudy);
  store_.reset();
  std::filesystem::remove(StudyFiles::PathsOf(folders_, kStudy).names);
  Start();
  const auto lost = store_->Find(kStudy);
  EXPECT_EQ(rpc::ReasonOf(lost.status()), type::v1alpha::ERROR_REASON_STORE_CORRUPT);
  EXPECT_THAT(std::string(lost.status().message()), Not(HasSubstr(folder_)));
  EXPECT_EQ(NamesIn(kOtherStudy), 1u);
  // What there is of it can be destroyed, and then it is empty.
  EXPECT_TRUE(store_->Purge(kStudy).ok());
  EXPECT_EQ(NamesIn(kStudy), 0u);
  std::ofstream(StudyFiles::PathsOf(folders_, kStudy).material) << std::string(5000, 'x');
  EXPECT_EQ(rpc::ReasonOf(store_->Make(kStudy).status()),
            type::v1alpha::ERROR_REASON_STORE_CORRUPT);
  EXPECT_TRUE(store_->Purge(kStudy).ok());
  EXPECT_NE(Made(kStudy), nullptr);
}

TEST_F(StudyStoreTest, TellsWhichLogsHaveToBeEmptied) {
  const auto files = Made(kStudy);
  ASSERT_NE(files, nullptr);
  ASSERT_TRUE(files->Tidy().ok());
  EXPECT_TRUE(store_->Untidied().empty());
  const absl::Status read = files->Read({}, [&](sql::Connection& connection) {
    EXPECT_EQ(CountTexts(connection), 0);
    std::thread writer([&] {
      const absl::Status late = files->Overwrite([](sql::Connection& other) {
        AddText(other, TextOf("t1", "Hallo, wer da?")).IgnoreError();
        RemoveText(other, "t1");
        return absl::OkStatus();
      });
      EXPECT_FALSE(late.ok()) << "somebody reads";
    });
    writer.join();
    return absl::OkStatus();
  });
  ASSERT_TRUE(read.ok()) << read;
  EXPECT_THAT(store_->Untidied(), ::testing::ElementsAre(kStudy));
  ASSERT_TRUE(files->Tidy().ok());
  EXPECT_TRUE(store_->Untidied().empty());
}

TEST_F(StudyStoreTest, PurgingLeavesNothing) {
  KeepPerson(kStudy);
  KeepPerson(kOtherStudy);
  const auto files = StudyFiles::PathsOf(folders_, kStudy);
  EXPECT_THAT(AllBytes(), HasSubstr(kPerson));
  ASSERT_TRUE(store_->Purge(kStudy).ok());
  EXPECT_FALSE(store_->HasFiles(kStudy));
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    EXPECT_FALSE(std::filesystem::exists(files.material + suffix)) << suffix;
    EXPECT_FALSE(std::filesystem::exists(files.names + suffix)) << suffix;
  }
  EXPECT_EQ(NamesIn(kOtherStudy), 1u);
  EXPECT_TRUE(store_->Purge(kStudy).ok()) << "twice";
  ASSERT_TRUE(store_->Purge(kOtherStudy).ok());
  EXPECT_THAT(AllBytes(), Not(HasSubstr(kPerson)));
}

TEST_F(StudyStoreTest, PurgingWaitsForWhoeverHasTheFiles) {
  auto held = Made(kStudy);
  EXPECT_EQ(rpc::ReasonOf(store_->Purge(kStudy, absl::Now() + absl::Milliseconds(20))),
            type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_TRUE(store_->HasFiles(kStudy));
  std::thread purges([&] { EXPECT_TRUE(store_->Purge(kStudy).ok()); });
  absl::SleepFor(absl::Milliseconds(20));
  EXPECT_TRUE(store_->HasFiles(kStudy));
  held.reset();
  purges.join();
  EXPECT_FALSE(store_->HasFiles(kStudy));
}

}  // namespace
}  // namespace lotse::survey::qualitative
