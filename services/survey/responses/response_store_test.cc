#include "services/survey/responses/response_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using ::testing::UnorderedElementsAre;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kOther[] = "programmes/p/engagements/e/surveys/s/waves/x";
constexpr char kFirst[] = "0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13";
constexpr char kSecond[] = "1c2f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d14";

ResponseStore::Answers Text(const std::string& text) {
  ResponseStore::Answers answers;
  auto* answer = answers.Add();
  answer->set_code("Q1");
  answer->set_text(text);
  return answers;
}

class ResponseStoreTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/responsesXXXXXX";
    folder_ = mkdtemp(pattern.data());
    Reopen();
  }
  void TearDown() override {
    store_.reset();
    std::filesystem::remove_all(folder_);
  }
  void Reopen() {
    store_.reset();
    auto store = ResponseStore::Open(folder_ + "/answers.db");
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  std::vector<std::string> All(absl::string_view wave) {
    std::vector<std::string> texts;
    EXPECT_TRUE(store_
                    ->ForEach(wave,
                              [&](const ResponseStore::Answers& answers) {
                                texts.push_back(answers[0].text());
                              })
                    .ok());
    return texts;
  }
  std::string folder_;
  std::unique_ptr<ResponseStore> store_;
};

TEST_F(ResponseStoreTest, KeepsAnswersPerWave) {
  ASSERT_FALSE(*store_->Add(kWave, kFirst, Text("a")));
  ASSERT_FALSE(*store_->Add(kWave, kSecond, Text("b")));
  ASSERT_FALSE(*store_->Add(kOther, kFirst, Text("c")));
  Reopen();
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(All(kOther), UnorderedElementsAre("c"));
  EXPECT_EQ(*store_->Count(kWave), 2);
}

TEST_F(ResponseStoreTest, SameIsADuplicateOtherIsAConflict) {
  ASSERT_FALSE(*store_->Add(kWave, kFirst, Text("a")));
  EXPECT_EQ(*store_->Count(kWave), 1);
  EXPECT_TRUE(*store_->Add(kWave, kFirst, Text("a")));
  EXPECT_EQ(rpc::ReasonOf(store_->Add(kWave, kFirst, Text("b")).status()),
            type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_EQ(*store_->Count(kWave), 1);
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a"));
  ASSERT_FALSE(*store_->Add(kWave, kSecond, Text("b")));
  EXPECT_EQ(*store_->Count(kWave), 2);
}

TEST_F(ResponseStoreTest, FilesHoldNoJournalAfterACommit) {
  ASSERT_FALSE(*store_->Add(kWave, kFirst, Text("unmistakable words")));
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
    files.push_back(entry.path().filename());
    if (entry.path().extension() == ".db") continue;
    EXPECT_EQ(entry.file_size(), 0u) << entry.path();
  }
  EXPECT_THAT(files, UnorderedElementsAre("answers.db", "answers.db-journal"));
}

// Where a row lies in the file. A long row spills over to a page of its own, and
// SQLite hands out pages as rows come: so the place tells the order.
class PlaceTest : public ResponseStoreTest {
 protected:
  static std::string Mark(int number) { return absl::StrFormat("#%04d#", number); }

  // An id for each number, in no order.
  static std::string Id(int number) {
    return absl::StrFormat("%08x-0000-4000-8000-000000000000", number * 2654435761u);
  }

  void AddLong(int count) {
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(store_->Add(kWave, Id(i), Text(std::string(1500, 'x') + Mark(i))).ok());
    }
  }

  // How many of the ids are greater than the one that came before.
  static int IdsInOrder(int count) {
    int in_order = 0;
    for (int i = 1; i < count; ++i) in_order += Id(i - 1) < Id(i);
    return in_order;
  }

  // How many of the responses 0 to `count` lie behind the one that came before.
  int NeighboursInOrder(int count) {
    std::ifstream file(folder_ + "/answers.db", std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    int in_order = 0;
    for (int i = 1; i < count; ++i) {
      EXPECT_NE(bytes.find(Mark(i)), std::string::npos);
      in_order += bytes.find(Mark(i - 1)) < bytes.find(Mark(i));
    }
    return in_order;
  }
};

TEST_F(PlaceTest, WhatIsNewLiesInTheOrderOfItsComing) {
  AddLong(9);
  // The first one begins a new file, the others lie behind one another.
  EXPECT_EQ(NeighboursInOrder(9), 8) << "the attack that the others defeat";
}

TEST_F(PlaceTest, FileForgetsTheOrder) {
  AddLong(200);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  EXPECT_EQ(NeighboursInOrder(200), IdsInOrder(200)) << "the order of the ids, and no other";
}

TEST_F(PlaceTest, FileIsNotWrittenAnewForNothing) {
  AddLong(20);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  const std::string path = folder_ + "/answers.db";
  const auto written = std::filesystem::last_write_time(path);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  EXPECT_EQ(std::filesystem::last_write_time(path), written);
  ASSERT_TRUE(store_->Add(kWave, Id(20), Text("x")).ok());
  const auto added = std::filesystem::last_write_time(path);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  EXPECT_GT(std::filesystem::last_write_time(path), added);
}

TEST_F(PlaceTest, WhileItGrowsOnlyTheNewestTenthKeepsIt) {
  AddLong(200);
  EXPECT_LE(NeighboursInOrder(200), IdsInOrder(200) + 20);
}

TEST_F(PlaceTest, FirstResponseAfterOpeningForgetsWhatACrashLeft) {
  AddLong(9);
  Reopen();
  EXPECT_EQ(NeighboursInOrder(9), 8);
  ASSERT_TRUE(store_->Add(kWave, Id(9), Text("x")).ok());
  EXPECT_EQ(NeighboursInOrder(9), IdsInOrder(9));
}

}  // namespace
}  // namespace lotse::survey
