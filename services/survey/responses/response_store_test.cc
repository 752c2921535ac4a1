#include "services/survey/responses/response_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/responses/ledger.h"
#include "services/survey/responses/responses_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
using type::v1alpha::ERROR_REASON_STORE_CORRUPT;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;

class ResponseStoreTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    ResponsesTest::TearDown();
  }
  void Reopen() {
    store_.reset();
    auto store = ResponseStore::Open(folder_, /*max_waiting=*/1024);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  // Makes the files with the first.
  absl::StatusOr<bool> Add(const std::string& wave, const std::string& id, Answers answers) {
    if (!store_->HasFiles(wave)) {
      if (absl::Status s = store_->Prepare(wave); !s.ok()) return s;
    }
    return AddAndWait(*store_, {wave, id, "", instrument_, std::move(answers), nullptr});
  }
  std::vector<std::string> All(const std::string& wave) {
    std::vector<std::string> texts;
    EXPECT_TRUE(
        store_
            ->ForEach(wave, *instrument_, {},
                      [&](const Answers& answers, int) { texts.push_back(answers[0].text()); })
            .ok());
    return texts;
  }
  std::unique_ptr<ResponseStore> store_;
};

TEST_F(ResponseStoreTest, EachWaveHasFilesOfItsOwn) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  ASSERT_FALSE(*Add(kWave, kSecond, Text("b")));
  ASSERT_FALSE(*Add(kOther, kFirst, Text("c")));
  EXPECT_THAT(FilesThere(), SizeIs(8));
  Reopen();
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(All(kOther), UnorderedElementsAre("c"));
  EXPECT_EQ(*store_->Count(kWave), 2);
  ASSERT_TRUE(store_->Close(kWave).ok());
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, IdOf(3), Text("d")).status()),
            type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  ASSERT_FALSE(*Add(kOther, IdOf(3), Text("d")));
}

// What should be there and is not is lost, and is told; only Prepare makes files.
TEST_F(ResponseStoreTest, MissingFilesAreToldAndNotMadeAnew) {
  const auto lost = [&] {
    const absl::Status statuses[] = {
        store_->Count(kWave).status(),
        store_->ForEach(kWave, *instrument_, {}, [](const Answers&, int) {}),
        store_->ReadLedger(kWave, {}, [](sql::Connection&) {}),
        store_->ChangeLedger(kWave, [](sql::Connection&) {}),
        store_->Erase(kWave, *instrument_, kFirst, {}),
        store_->EraseQuestions(kWave, *instrument_, {}),
        store_->Close(kWave),
        AddAndWait(*store_, {kWave, kFirst, "", instrument_, Text("a"), nullptr}).status(),
        store_->Personal(kWave).status()};
    for (const absl::Status& status : statuses) {
      EXPECT_EQ(rpc::ReasonOf(status), ERROR_REASON_STORE_CORRUPT) << status;
      EXPECT_THAT(status.ToString(), ::testing::HasSubstr("lost"));
    }
  };
  lost();
  EXPECT_THAT(FilesThere(), IsEmpty());
  ASSERT_TRUE(store_->Prepare(kWave).ok());
  EXPECT_EQ(*store_->Count(kWave), 0);
  EXPECT_THAT(All(kWave), IsEmpty());
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  for (const std::string& file : {files.answers, files.ledger}) {
    store_.reset();
    std::filesystem::rename(file, folder_ + "/moved");
    Reopen();
    lost();
    EXPECT_FALSE(std::filesystem::exists(file)) << file;
    std::filesystem::rename(folder_ + "/moved", file);
  }
  Reopen();
  EXPECT_EQ(*store_->Count(kWave), 0);
}

TEST_F(ResponseStoreTest, EmptyFilesAreNotTakenForNewOnes) {
  ASSERT_TRUE(store_->Prepare(kWave).ok());
  store_.reset();
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  for (const std::string& file : {files.answers, files.ledger}) {
    std::filesystem::resize_file(file, 0);
  }
  Reopen();
  EXPECT_EQ(rpc::ReasonOf(store_->Count(kWave).status()), ERROR_REASON_STORE_CORRUPT);
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, kFirst, Text("a")).status()), ERROR_REASON_STORE_CORRUPT);
}

TEST_F(ResponseStoreTest, WavesFromBeforeThereWereReleasesMakeTheirFiles) {
  Response response = {kWave, kFirst, "", instrument_, Text("a"), nullptr};
  response.make_files = true;
  EXPECT_FALSE(*AddAndWait(*store_, response));
  EXPECT_EQ(*store_->Count(kWave), 1);
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  EXPECT_EQ(rpc::ReasonOf(AddAndWait(*store_, response).status()),
            type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_FALSE(store_->HasFiles(kWave));
}

TEST_F(ResponseStoreTest, TidiesByItself) {
  ASSERT_TRUE(store_->Prepare(kWave).ok());
  ASSERT_TRUE(store_
                  ->ChangeLedger(kWave,
                                 [](sql::Connection& connection) {
                                   for (int i = 0; i < 40; ++i) {
                                     Invite(connection,
                                            {absl::StrFormat("%032d", i), absl::StrCat(i), ""},
                                            false);
                                   }
                                 })
                  .ok());
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(AddAndWait(*store_, {kWave, IdOf(i), absl::StrFormat("%032d", i), instrument_,
                                     Text("x"), nullptr})
                    .ok());
  }
  EXPECT_TRUE(Soon([&] {
    int64_t used = 0;
    EXPECT_TRUE(store_
                    ->ReadLedger(
                        kWave, {},
                        [&](sql::Connection& connection) { used = Tallies(connection).at(0).used; })
                    .ok());
    return used == 20;
  }));
}

class OpenFilesTest : public ResponseStoreTest {
 protected:
  static constexpr size_t kWaves = ResponseStore::kMaxOpen + 20;

  // Uses so many waves that not all of their files can stay open.
  void UseMany() {
    for (size_t i = 0; i < kWaves; ++i) {
      EXPECT_TRUE(Add(Name(i), kFirst, Text(absl::StrCat(i))).ok());
    }
  }
  static std::string Name(size_t i) { return absl::StrCat("waves/", i); }
  // The names of the files of answers that this process has open.
  std::set<std::string> Open() {
    std::set<std::string> open;
    const std::string folder = std::filesystem::path(folder_).filename().string();
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
      std::error_code error;
      const std::string path = std::filesystem::read_symlink(entry.path(), error).string();
      if (absl::StrContains(path, folder) && absl::EndsWith(path, "-answers.db")) {
        open.insert(std::filesystem::path(path).filename().string());
      }
    }
    return open;
  }
};

TEST_F(OpenFilesTest, ThatNobodyNeedsAreClosed) {
  UseMany();
  EXPECT_LE(Open().size(), ResponseStore::kMaxOpen);
  EXPECT_GT(Open().size(), ResponseStore::kMaxOpen / 2);
  for (size_t i = 0; i < kWaves; ++i) {
    EXPECT_EQ(*store_->Count(Name(i)), 1);
    EXPECT_THAT(All(Name(i)), UnorderedElementsAre(absl::StrCat(i)));
    EXPECT_TRUE(*Add(Name(i), kFirst, Text(absl::StrCat(i))));
  }
}

// What is told of an open wave has those who were erased still; its files have not.
TEST_F(OpenFilesTest, OfWavesWhoseFiguresWouldGoBackAreNot) {
  const std::string file =
      std::filesystem::path(WavePair::FilesOf(folder_, kWave).answers).filename().string();
  ASSERT_TRUE(store_->Prepare(kWave).ok());
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  UseMany();
  ASSERT_FALSE(Open().contains(file));
  ASSERT_TRUE(store_->Erase(kWave, *instrument_, kFirst, {}).ok());
  UseMany();
  EXPECT_TRUE(Open().contains(file));
  ASSERT_TRUE(store_->Close(kWave).ok());
  UseMany();
  EXPECT_TRUE(Open().contains(file)) << "the wave is not closed yet where it is stored";
  EXPECT_EQ(*store_->CountUnderWay(kWave), 1);
  EXPECT_EQ(*store_->Count(kWave), 0);
  store_->NoteClosed(kWave);
  EXPECT_TRUE(Soon([&] {
    UseMany();
    return !Open().contains(file);
  }));
}

TEST_F(ResponseStoreTest, ADamagedWaveKeepsNobodyElseFromAnswering) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  store_.reset();
  std::ofstream(WavePair::FilesOf(folder_, kWave).ledger) << std::string(5000, 'x');
  Reopen();
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, kSecond, Text("a")).status()), ERROR_REASON_STORE_CORRUPT);
  EXPECT_EQ(rpc::ReasonOf(store_->Count(kWave).status()), ERROR_REASON_STORE_CORRUPT);
  EXPECT_FALSE(*Add(kOther, kFirst, Text("c")));
  EXPECT_TRUE(store_->writable());
}

// Files that are damaged under way stay so: who tidies them again and again has all who watch
// the wave told of it anew.
TEST_F(ResponseStoreTest, DamagedFilesAreTidiedOnce) {
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  {
    auto pair = WavePair::Open(folder_, kWave, /*max_waiting=*/1024, /*wake=*/nullptr);
    ASSERT_TRUE(pair.ok() && (*pair)->Close().ok());
  }
  // What nobody reads before the files are written anew.
  int64_t page = 0;
  {
    SQLite::Database database(files.answers, SQLite::OPEN_READONLY);
    page = database.execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'erased_code'")
               .getInt64();
  }
  ASSERT_GT(page, 1);
  {
    std::fstream file(files.answers, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp((page - 1) * 4096);
    file << std::string(4096, '\xff');
  }
  store_->changed().Begin();
  EXPECT_EQ(*store_->Count(kWave), 0) << "is opened, and to be tidied as after a crash";
  EXPECT_TRUE(Soon([&] { return store_->changed().Take().contains(kWave); }));
  absl::SleepFor(absl::Milliseconds(2'500));
  EXPECT_THAT(store_->changed().Take(), IsEmpty());
  EXPECT_EQ(rpc::ReasonOf(store_->EraseQuestions(kWave, *instrument_, {"Q1"})),
            ERROR_REASON_STORE_CORRUPT);
}

TEST_F(ResponseStoreTest, FilesThatCannotBeOpenedAreToldAsUnavailable) {
  std::filesystem::create_directory(WavePair::FilesOf(folder_, kWave).answers);
  EXPECT_EQ(rpc::ReasonOf(store_->Prepare(kWave)), ERROR_REASON_STORE_UNAVAILABLE);
}

TEST_F(ResponseStoreTest, EndsWhileOthersAnswer) {
  for (const char* wave : {kWave, kOther}) ASSERT_TRUE(store_->Prepare(wave).ok());
  absl::Mutex mutex;
  int told = 0;
  for (int i = 0; i < 300; ++i) {
    store_->Add({i % 2 == 0 ? kWave : kOther, IdOf(i), "", instrument_, Text("x"), nullptr}, {},
                [&](absl::StatusOr<Stored> stored) {
                  EXPECT_TRUE(stored.ok()) << stored.status();
                  absl::MutexLock lock(&mutex);
                  ++told;
                });
  }
  store_.reset();
  EXPECT_EQ(told, 300);
  Reopen();
  EXPECT_EQ(*store_->Count(kWave), 150);
}

TEST_F(ResponseStoreTest, OpensAWaveOnceForMany) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int j = 0; j < 20; ++j) {
        EXPECT_FALSE(*Add(absl::StrCat("waves/", j), IdOf(i), Text("x")));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (int j = 0; j < 20; ++j) EXPECT_EQ(*store_->Count(absl::StrCat("waves/", j)), 8);
}

}  // namespace
}  // namespace lotse::survey
