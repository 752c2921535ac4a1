#include "services/survey/responses/former_answers.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/responses_testing.h"
#include "sql/former_schema.h"
#include "sql/pair_queries.h"

namespace lotse::survey {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class FormerAnswersTest : public ResponsesTest {
 protected:
  // The file as the version before wrote it.
  void MakeFormer() {
    const sql::Statements none(absl::MakeConstSpan(pair_queries));
    sql::Database::Options options;
    options.path = folder_ + "/answers.db";
    options.journal = sql::Database::Journal::kTruncate;
    options.migrations = former_schema;
    options.statements = &none;
    ASSERT_TRUE(sql::Database::Open(options).ok());
    SQLite::Database file(options.path, SQLite::OPEN_READWRITE);
    const auto put = [&](const char* wave, const char* id, const char* text) {
      SQLite::Statement insert(file, "INSERT INTO response VALUES (?, ?, ?)");
      const std::string row = EncodeResponseRow(*instrument_, Text(text));
      insert.bind(1, wave);
      insert.bind(2, id);
      insert.bind(3, row.data(), static_cast<int>(row.size()));
      insert.exec();
    };
    put(kWave, kFirst, "a");
    put(kWave, kSecond, "b");
    put(kOther, kFirst, "c");
    file.exec(absl::StrCat("INSERT INTO closed_wave VALUES ('", kOther, "'), ('empty')"));
  }
  std::vector<std::string> All(ResponseStore& store, const char* wave) {
    std::vector<std::string> texts;
    EXPECT_TRUE(
        store
            .ForEach(wave, *instrument_, {},
                     [&](const Answers& answers, int) { texts.push_back(answers[0].text()); })
            .ok());
    return texts;
  }
  void CheckAllIsThere() {
    auto store = ResponseStore::Open(folder_, 16);
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_THAT(All(**store, kWave), UnorderedElementsAre("a", "b"));
    EXPECT_THAT(All(**store, kOther), UnorderedElementsAre("c"));
    EXPECT_EQ(*(*store)->Count(kWave), 2);
    for (const std::string& wave : {std::string(kOther), std::string("empty")}) {
      const auto late = AddAndWait(**store, {wave, IdOf(1), "", instrument_, Text("d"), nullptr});
      EXPECT_EQ(rpc::ReasonOf(late.status()), type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN);
    }
    EXPECT_TRUE(*AddAndWait(**store, {kWave, kFirst, "", instrument_, Text("a"), nullptr}));
    for (const std::string& file : FilesThere()) {
      EXPECT_THAT(file, ::testing::StartsWith("wave-"));
    }
  }
};

TEST_F(FormerAnswersTest, NothingToDoWithoutTheFile) {
  EXPECT_TRUE(TakeOverFormerAnswers(folder_).ok());
  EXPECT_THAT(FilesThere(), IsEmpty());
}

TEST_F(FormerAnswersTest, AnswersMoveIntoThePairOfEachWave) {
  MakeFormer();
  CheckAllIsThere();
}

TEST_F(FormerAnswersTest, MayBeBrokenOffAndBegunAgain) {
  MakeFormer();
  const std::string former = BytesOf(folder_ + "/answers.db");
  ASSERT_TRUE(TakeOverFormerAnswers(folder_).ok());
  // As if the end had come before the former file was removed.
  std::ofstream(folder_ + "/answers.db", std::ios::binary) << former;
  CheckAllIsThere();
}

// As a purged wave is: a second name of the file has zeros.
TEST_F(FormerAnswersTest, TheFormerFileIsOverwritten) {
  MakeFormer();
  const std::string second = folder_ + "/wave-second-name";
  std::filesystem::create_hard_link(folder_ + "/answers.db", second);
  CheckAllIsThere();
  EXPECT_FALSE(BytesOf(second).empty());
  EXPECT_THAT(BytesOf(second), ::testing::Each('\0'));
}

TEST_F(FormerAnswersTest, ADamagedFileStaysWhereItIs) {
  std::ofstream(folder_ + "/answers.db") << std::string(5000, 'x');
  const auto store = ResponseStore::Open(folder_, 16);
  EXPECT_EQ(store.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(store.status().message()), HasSubstr("answers.db"));
  EXPECT_THAT(FilesThere(), UnorderedElementsAre("answers.db"));
}

}  // namespace
}  // namespace lotse::survey
