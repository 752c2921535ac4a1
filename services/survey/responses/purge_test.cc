// What comes together with the purge of a wave, and with the closing of files that are idle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/responses_testing.h"

namespace lotse::survey {
namespace {

using ::testing::UnorderedElementsAre;
using type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE;
using type::v1alpha::ERROR_REASON_UNSPECIFIED;
using type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN;
using type::v1alpha::ERROR_REASON_WRONG_STATE;

class PurgeTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    store_ = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
    for (const char* wave : {kWave, kOther}) ASSERT_TRUE(store_->Prepare(wave).ok());
    ASSERT_TRUE(Add(kWave, kFirst, "a").ok());
    ASSERT_TRUE(Add(kWave, kSecond, "b").ok());
  }
  void TearDown() override {
    LetItGoOn();
    if (reader_.joinable()) reader_.join();
    store_.reset();
    ResponsesTest::TearDown();
  }
  absl::StatusOr<bool> Add(const std::string& wave, const std::string& id, const char* text) {
    return AddAndWait(*store_, {wave, id, "", instrument_, Text(text), nullptr});
  }
  absl::Status Read(const std::string& wave) {
    return store_->ForEach(wave, *instrument_, {}, [](const Answers&, int) {});
  }
  // Somebody begins to read, and reads on when LetItGoOn is called.
  void BeginToRead() {
    reader_ = std::thread([this] {
      const absl::Status read =
          store_->ForEach(kWave, *instrument_, {}, [this](const Answers& answers, int) {
            absl::MutexLock lock(&mutex_);
            read_.push_back(answers[0].text());
            mutex_.Await(absl::Condition(&go_on_));
          });
      EXPECT_TRUE(read.ok()) << read;
    });
    const auto begun = [this] { return !read_.empty(); };
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&begun));
  }
  void LetItGoOn() {
    absl::MutexLock lock(&mutex_);
    go_on_ = true;
  }

  std::unique_ptr<ResponseStore> store_;
  absl::Mutex mutex_;
  bool go_on_ = false;
  std::vector<std::string> read_;
  std::thread reader_;
};

TEST_F(PurgeTest, LeavesWhatWasPreparedSinceItWasForbidden) {
  store_->Forbid(kWave);
  // Those who answered give the files back a moment after they are told.
  ASSERT_TRUE(Soon([&] { return store_->Prepare(kWave).ok(); }));
  ASSERT_TRUE(Add(kWave, IdOf(9), "c").ok());
  EXPECT_TRUE(store_->Purge(kWave).ok());
  EXPECT_EQ(*store_->Count(kWave), 1) << "the new answer, and none of the former";
  EXPECT_TRUE(Add(kWave, IdOf(10), "d").ok());
}

TEST_F(PurgeTest, WaitsForWhoReadsAndHoldsUpNobodyElse) {
  BeginToRead();
  std::atomic<bool> purged = false;
  std::thread purging([&] {
    store_->Forbid(kWave);
    EXPECT_TRUE(store_->Purge(kWave).ok());
    purged = true;
  });
  ASSERT_TRUE(Soon([&] { return store_->IsForbidden(kWave); }));
  EXPECT_TRUE(Add(kOther, kFirst, "c").ok());
  EXPECT_TRUE(store_->Prepare("waves/new").ok()) << "files are opened";
  EXPECT_TRUE(Read("waves/new").ok());
  EXPECT_EQ(rpc::ReasonOf(Read(kWave)), ERROR_REASON_WRONG_STATE) << "who comes later";
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, IdOf(3), "d").status()), ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_FALSE(purged);
  EXPECT_TRUE(store_->HasFiles(kWave));
  LetItGoOn();
  purging.join();
  reader_.join();
  EXPECT_THAT(read_, UnorderedElementsAre("a", "b")) << "nothing that is erased was read";
  EXPECT_FALSE(store_->HasFiles(kWave));
  EXPECT_EQ(rpc::ReasonOf(Read(kWave)), ERROR_REASON_WRONG_STATE);
  EXPECT_FALSE(store_->HasFiles(kWave));
}

TEST_F(PurgeTest, GivesUpAtItsDeadlineAndCanBeEndedLater) {
  BeginToRead();
  store_->Forbid(kWave);
  EXPECT_EQ(rpc::ReasonOf(store_->Purge(kWave, absl::Now() + absl::Milliseconds(20))),
            ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_TRUE(store_->HasFiles(kWave));
  EXPECT_EQ(rpc::ReasonOf(Read(kWave)), ERROR_REASON_WRONG_STATE) << "it stays forbidden";
  EXPECT_EQ(rpc::ReasonOf(store_->Prepare(kWave)), ERROR_REASON_STORE_UNAVAILABLE)
      << "what is to go never comes back";
  LetItGoOn();
  reader_.join();
  store_->Forbid(kWave);
  EXPECT_TRUE(store_->Purge(kWave).ok());
  EXPECT_FALSE(store_->HasFiles(kWave));
}

TEST_F(PurgeTest, PreparingEndsWhatWasBegun) {
  store_->Forbid(kWave);
  EXPECT_EQ(rpc::ReasonOf(Read(kWave)), ERROR_REASON_WRONG_STATE);
  // Who answered last gives the files back a moment after it is told.
  ASSERT_TRUE(Soon([&] { return store_->Prepare(kWave).ok(); }));
  EXPECT_EQ(*store_->Count(kWave), 0) << "made anew";
  EXPECT_FALSE(store_->IsForbidden(kWave));
  EXPECT_TRUE(Add(kWave, kFirst, "new").ok());
  EXPECT_TRUE(Read(kWave).ok());
}

// Whoever comes when: nothing is read half, nothing made anew, and nothing is left.
TEST_F(PurgeTest, ManyReadAndAnswerWhileItIsPurged) {
  for (int round = 0; round < 10; ++round) {
    const std::string wave = absl::StrCat("waves/", round);
    ASSERT_TRUE(store_->Prepare(wave).ok());
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(Add(wave, IdOf(i), "x").ok());
    std::atomic<bool> gone = false;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (int i = 0; !gone; ++i) {
          int rows = 0;
          const absl::Status read =
              store_->ForEach(wave, *instrument_, {}, [&](const Answers&, int) { ++rows; });
          EXPECT_EQ(rpc::ReasonOf(read),
                    read.ok() ? ERROR_REASON_UNSPECIFIED : ERROR_REASON_WRONG_STATE);
          EXPECT_TRUE(!read.ok() || rows >= 5) << rows;
          const auto added = Add(wave, IdOf(1000 * (t + 1) + i), "y");
          EXPECT_EQ(rpc::ReasonOf(added.status()),
                    added.ok() ? ERROR_REASON_UNSPECIFIED : ERROR_REASON_WAVE_NOT_OPEN);
        }
      });
    }
    store_->Forbid(wave);
    EXPECT_TRUE(store_->Purge(wave).ok());
    EXPECT_FALSE(store_->HasFiles(wave));
    gone = true;
    for (auto& thread : threads) thread.join();
    EXPECT_FALSE(store_->HasFiles(wave));
  }
}

// Files are closed for others while answers come that need them: each is stored once.
TEST_F(PurgeTest, AnswersComeWhileIdleFilesAreClosed) {
  constexpr int kThreads = 4;
  const int waves = static_cast<int>(ResponseStore::kMaxOpen) + 12;
  const auto name = [](int i) { return absl::StrCat("waves/", i); };
  for (int i = 0; i < waves; ++i) ASSERT_TRUE(store_->Prepare(name(i)).ok());
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < waves; ++i) {
        // Each in an order of its own.
        const int wave = (i * (2 * t + 1) + 7 * t) % waves;
        const auto added = Add(name(wave), IdOf(100 * t + wave), "x");
        EXPECT_TRUE(added.ok()) << added.status();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  int64_t stored = 0;
  for (int i = 0; i < waves; ++i) {
    EXPECT_TRUE(
        store_->ForEach(name(i), *instrument_, {}, [&](const Answers&, int) { ++stored; }).ok());
  }
  EXPECT_GE(stored, waves * 3);
}

}  // namespace
}  // namespace lotse::survey
