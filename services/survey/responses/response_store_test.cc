#include "services/survey/responses/response_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "runtime/rpc/error.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
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

}  // namespace
}  // namespace lotse::survey
