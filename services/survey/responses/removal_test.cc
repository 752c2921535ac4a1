#include "services/survey/responses/removal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "services/survey/responses/response_store.h"
#include "services/survey/responses/responses_testing.h"

namespace lotse::survey {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class RemovalTest : public ResponsesTest {
 protected:
  void SetUp() override {
    ResponsesTest::SetUp();
    Start();
    for (const char* wave : {kWave, kOther}) ASSERT_TRUE(store_->Prepare(wave).ok());
  }
  void TearDown() override {
    store_.reset();
    ResponsesTest::TearDown();
  }
  void Start() {
    store_.reset();
    auto store = ResponseStore::Open(folder_, 1024);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  absl::StatusOr<bool> Add(const char* wave, const std::string& id, const char* text) {
    return AddAndWait(*store_, {wave, id, "", instrument_, Text(text), nullptr});
  }

  std::unique_ptr<ResponseStore> store_;
};

TEST_F(RemovalTest, NothingOfTheWaveIsLeftAndAllOfOthers) {
  ASSERT_TRUE(Add(kWave, kFirst, "heimlich").ok());
  ASSERT_TRUE(Add(kOther, kSecond, "bleibt").ok());
  ASSERT_TRUE(store_->Close(kWave).ok());
  ASSERT_TRUE(store_->HasFiles(kWave));
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  EXPECT_FALSE(store_->HasFiles(kWave));
  EXPECT_TRUE(store_->HasFiles(kOther));
  EXPECT_EQ(rpc::ReasonOf(store_->Count(kWave).status()), type::v1alpha::ERROR_REASON_WRONG_STATE)
      << "nobody is told that nobody answered";
  EXPECT_EQ(*store_->Count(kOther), 1);
  for (const auto& file : FilesThere()) {
    EXPECT_THAT(BytesOf(folder_ + "/" + file), Not(HasSubstr("heimlich"))) << file;
  }
  store_->Forbid(kWave);
  EXPECT_TRUE(store_->Purge(kWave).ok()) << "repeatable";
  Start();
  EXPECT_FALSE(store_->Count(kWave).ok());
}

// Bytes are overwritten where they lie before the name goes: a second name of the file has
// zeros.
TEST_F(RemovalTest, OverwritesTheBytes) {
  ASSERT_TRUE(Add(kWave, kFirst, "heimlich").ok());
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::filesystem::create_hard_link(files.answers, folder_ + "/second-name");
  std::filesystem::create_hard_link(files.ledger, folder_ + "/third-name");
  ASSERT_THAT(BytesOf(folder_ + "/second-name"), HasSubstr("heimlich"));
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  for (const char* name : {"/second-name", "/third-name"}) {
    const std::string bytes = BytesOf(folder_ + name);
    EXPECT_FALSE(bytes.empty());
    EXPECT_THAT(bytes, Each('\0'));
  }
}

TEST_F(RemovalTest, WhatWasOnItsWayMakesNoFiles) {
  ASSERT_TRUE(Add(kWave, kFirst, "a").ok());
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, kSecond, "b").status()),
            type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
  EXPECT_FALSE(store_->HasFiles(kWave));
  ASSERT_TRUE(store_->Prepare(kWave).ok()) << "it is released again";
  EXPECT_TRUE(Add(kWave, kSecond, "b").ok());
}

// A crash between the steps leaves some of the files, perhaps with zeros: what is begun can be
// ended, and damage stops nothing.
TEST_F(RemovalTest, EndsWhatACrashLeft) {
  ASSERT_TRUE(Add(kWave, kFirst, "a").ok());
  store_.reset();
  const WavePair::Files files = WavePair::FilesOf(folder_, kWave);
  std::filesystem::remove(files.ledger);
  std::ofstream(files.answers, std::ios::binary | std::ios::in) << std::string(100, '\0');
  Start();
  EXPECT_TRUE(store_->HasFiles(kWave));
  EXPECT_FALSE(store_->Count(kWave).ok()) << "damaged";
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  EXPECT_FALSE(store_->HasFiles(kWave));
}

// A crash in the middle of a commit leaves a file that nobody opens any more.
TEST_F(RemovalTest, TakesTheSuperJournalsOfTheWaveAlone) {
  const std::string of_wave = WavePair::FilesOf(folder_, kWave).answers + "-mj4645459BE";
  const std::string of_other = WavePair::FilesOf(folder_, kOther).answers + "-mj1522FC979";
  for (const std::string& path : {of_wave, of_other}) std::ofstream(path) << "names of journals";
  ASSERT_TRUE(store_->Close(kWave).ok());
  store_->Forbid(kWave);
  ASSERT_TRUE(store_->Purge(kWave).ok());
  EXPECT_FALSE(std::filesystem::exists(of_wave));
  EXPECT_TRUE(std::filesystem::exists(of_other));
}

TEST_F(RemovalTest, TellsWhenItCannot) {
  ASSERT_TRUE(Add(kWave, kFirst, "a").ok());
  store_.reset();
  // A folder cannot be opened to be written, by nobody.
  const std::string answers = WavePair::FilesOf(folder_, kWave).answers;
  std::filesystem::remove(answers);
  std::filesystem::create_directory(answers);
  EXPECT_EQ(rpc::ReasonOf(OverwriteAndRemoveFiles({folder_, folder_}, kWave)),
            type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_TRUE(FilesAreThere({folder_, folder_}, kWave));
  EXPECT_THAT(FilesThere(), Not(IsEmpty()));
}

}  // namespace
}  // namespace lotse::survey
