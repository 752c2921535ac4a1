#include "services/survey/responses/response_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/stored_response.pb.h"

namespace lotse::survey {
namespace {

using ::testing::UnorderedElementsAre;

constexpr char kWave[] = "programmes/p/engagements/e/surveys/s/waves/w";
constexpr char kOther[] = "programmes/p/engagements/e/surveys/s/waves/x";
constexpr char kFirst[] = "0b1f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d13";
constexpr char kSecond[] = "1c2f3c5e-9d2a-4c7b-8e61-2f4a6c8e0d14";

std::shared_ptr<const CompiledInstrument> OneText() {
  v1alpha::Instrument instrument;
  auto* question = instrument.add_sections()->add_questions();
  question->set_code("Q1");
  question->set_kind(v1alpha::Question::KIND_TEXT);
  return std::make_shared<const CompiledInstrument>(instrument);
}

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
    auto store = ResponseStore::Open(folder_ + "/answers.db", /*max_waiting=*/1024);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }
  absl::StatusOr<bool> Add(const char* wave, const std::string& id,
                           ResponseStore::Answers answers) {
    absl::Mutex mutex;
    std::optional<absl::StatusOr<bool>> added;
    store_->Add({wave, id, instrument_, std::move(answers), nullptr}, {},
                [&](absl::StatusOr<bool> duplicate) {
                  absl::MutexLock lock(&mutex);
                  added = std::move(duplicate);
                });
    const auto told = [&] { return added.has_value(); };
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&told));
    return *std::move(added);
  }
  std::vector<std::string> All(absl::string_view wave) {
    std::vector<std::string> texts;
    EXPECT_TRUE(store_
                    ->ForEach(wave, *instrument_,
                              [&](const ResponseStore::Answers& answers) {
                                texts.push_back(answers[0].text());
                              })
                    .ok());
    return texts;
  }
  std::string folder_;
  const std::shared_ptr<const CompiledInstrument> instrument_ = OneText();
  std::unique_ptr<ResponseStore> store_;
};

TEST_F(ResponseStoreTest, KeepsAnswersPerWave) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  ASSERT_FALSE(*Add(kWave, kSecond, Text("b")));
  ASSERT_FALSE(*Add(kOther, kFirst, Text("c")));
  Reopen();
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(All(kOther), UnorderedElementsAre("c"));
  EXPECT_EQ(*store_->Count(kWave), 2);
}

TEST_F(ResponseStoreTest, SameIsADuplicateOtherIsAConflict) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  EXPECT_EQ(*store_->Count(kWave), 1);
  EXPECT_TRUE(*Add(kWave, kFirst, Text("a")));
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, kFirst, Text("b")).status()),
            type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  EXPECT_EQ(*store_->Count(kWave), 1);
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a"));
  ASSERT_FALSE(*Add(kWave, kSecond, Text("b")));
  EXPECT_EQ(*store_->Count(kWave), 2);
}

TEST_F(ResponseStoreTest, FilesHoldNoJournalAfterACommit) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("unmistakable words")));
  ASSERT_TRUE(store_->ForgetOrder().ok()) << "it may be under way, with a journal";
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
      EXPECT_TRUE(Add(kWave, Id(i), Text(std::string(1500, 'x') + Mark(i))).ok());
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

// What the store does by itself, it does on a thread of its own.
template <class Holds>
bool Soon(Holds holds) {
  for (int i = 0; i < 2'000; ++i) {
    if (holds()) return true;
    absl::SleepFor(absl::Milliseconds(10));
  }
  return false;
}

TEST_F(PlaceTest, FileIsNotWrittenAnewForNothing) {
  AddLong(20);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  const std::string path = folder_ + "/answers.db";
  const auto written = std::filesystem::last_write_time(path);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  EXPECT_EQ(std::filesystem::last_write_time(path), written);
  ASSERT_TRUE(Add(kWave, Id(20), Text("x")).ok());
  const auto added = std::filesystem::last_write_time(path);
  ASSERT_TRUE(store_->ForgetOrder().ok());
  EXPECT_GT(std::filesystem::last_write_time(path), added);
}

TEST_F(PlaceTest, WhileItGrowsOnlyTheNewestTenthKeepsIt) {
  AddLong(200);
  EXPECT_TRUE(Soon([&] { return NeighboursInOrder(200) <= IdsInOrder(200) + 20; }));
}

TEST_F(PlaceTest, FirstResponseAfterOpeningForgetsWhatACrashLeft) {
  AddLong(9);
  Reopen();
  EXPECT_EQ(NeighboursInOrder(9), 8);
  ASSERT_TRUE(Add(kWave, Id(9), Text("x")).ok());
  EXPECT_TRUE(Soon([&] { return NeighboursInOrder(9) == IdsInOrder(9); }));
}

TEST_F(ResponseStoreTest, TakesNothingMoreForAClosedWave) {
  ASSERT_FALSE(*Add(kWave, kFirst, Text("a")));
  ASSERT_TRUE(store_->Close(kWave).ok());
  ASSERT_TRUE(store_->Close(kWave).ok());
  for (int opened = 0; opened < 2; ++opened) {
    for (const char* id : {kFirst, kSecond}) {
      EXPECT_EQ(rpc::ReasonOf(Add(kWave, id, Text("a")).status()),
                type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
    }
    Reopen();
  }
  ASSERT_FALSE(*Add(kOther, kFirst, Text("c")));
  EXPECT_THAT(All(kWave), UnorderedElementsAre("a"));
}

TEST_F(ResponseStoreTest, ThoseThatWaitTogetherAreAllStored) {
  absl::Mutex mutex;
  int stored = 0;
  for (int i = 0; i < 500; ++i) {
    store_->Add({kWave, absl::StrFormat("%08x-0000-4000-8000-000000000000", i), instrument_,
                 Text(absl::StrCat(i)), nullptr},
                {}, [&](absl::StatusOr<bool> duplicate) {
                  ASSERT_TRUE(duplicate.ok()) << duplicate.status();
                  absl::MutexLock lock(&mutex);
                  stored += !*duplicate;
                });
  }
  const auto all = [&] { return stored == 500; };
  {
    absl::MutexLock lock(&mutex);
    mutex.Await(absl::Condition(&all));
  }
  EXPECT_EQ(*store_->Count(kWave), 500);
  EXPECT_EQ(All(kWave).size(), 500u);
}

// Rows of version 0.1.0 are answers as protobuf encodes them.
class FormerRows : public ResponseStoreTest {
 protected:
  void Put(const std::string& id, const std::string& bytes) {
    SQLite::Database raw(folder_ + "/answers.db", SQLite::OPEN_READWRITE, 5000);
    SQLite::Statement insert(raw, "INSERT INTO response VALUES (?, ?, ?)");
    insert.bind(1, kWave);
    insert.bind(2, id);
    insert.bind(3, bytes.empty() ? "" : bytes.data(), static_cast<int>(bytes.size()));
    insert.exec();
  }
  static std::string Former(const std::string& text) {
    stored::StoredResponse former;
    *former.mutable_answers() = Text(text);
    return former.SerializeAsString();
  }
};

TEST_F(FormerRows, AreReadAndKnown) {
  Put(kFirst, Former("a"));
  Put(kSecond, "");
  int empty = 0;
  std::vector<std::string> texts;
  ASSERT_TRUE(store_
                  ->ForEach(kWave, *instrument_,
                            [&](const ResponseStore::Answers& answers) {
                              empty += answers.empty();
                              if (!answers.empty()) texts.push_back(answers[0].text());
                            })
                  .ok());
  EXPECT_EQ(empty, 1);
  EXPECT_THAT(texts, UnorderedElementsAre("a"));
  EXPECT_TRUE(*Add(kWave, kFirst, Text("a")));
  EXPECT_TRUE(*Add(kWave, kSecond, {}));
  EXPECT_EQ(rpc::ReasonOf(Add(kWave, kFirst, Text("b")).status()),
            type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
}

TEST_F(FormerRows, DamagedOnesAreFound) {
  ResponseStore::Answers unknown = Text("a");
  unknown[0].set_code("Q2");
  stored::StoredResponse other;
  *other.mutable_answers() = unknown;
  for (const std::string& row :
       {std::string("\n\x7f"), other.SerializeAsString(), std::string("\x01\x01", 2)}) {
    Put(kFirst, row);
    EXPECT_EQ(rpc::ReasonOf(Add(kWave, kFirst, Text("a")).status()),
              type::v1alpha::ERROR_REASON_STORE_CORRUPT);
    EXPECT_EQ(
        rpc::ReasonOf(store_->ForEach(kWave, *instrument_, [](const ResponseStore::Answers&) {})),
        type::v1alpha::ERROR_REASON_STORE_CORRUPT);
    SQLite::Database(folder_ + "/answers.db", SQLite::OPEN_READWRITE, 5000)
        .exec("DELETE FROM response");
  }
}

}  // namespace
}  // namespace lotse::survey
