#include "services/survey/responses/erasure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/wave_pair_testing.h"

namespace lotse::survey {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::UnorderedElementsAre;
using type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT;
using type::v1alpha::ERROR_REASON_RESPONSE_ERASED;
using type::v1alpha::ERROR_REASON_UNSPECIFIED;
using type::v1alpha::ERROR_REASON_WRONG_STATE;

// Two questions, the first of which has to be answered.
std::shared_ptr<const CompiledInstrument> TwoTexts() {
  v1alpha::Instrument instrument;
  for (const char* code : {"Q1", "Q2"}) {
    auto* question = instrument.add_sections()->add_questions();
    question->set_code(code);
    question->set_kind(v1alpha::Question::KIND_TEXT);
    question->set_required(std::string(code) == "Q1");
  }
  return std::make_shared<const CompiledInstrument>(instrument);
}

Answers Two(const std::string& first, const std::string& second) {
  Answers answers = Text(first);
  auto* answer = answers.Add();
  answer->set_code("Q2");
  answer->set_text(second);
  return answers;
}

class ErasureTest : public WavePairTest {
 protected:
  type::v1alpha::ErrorReason Submit(const std::string& id, Answers answers,
                                    std::string token_hash = "") {
    const auto added =
        AddAndWait(*pair_, {kWave, id, std::move(token_hash), asked_, std::move(answers), nullptr});
    duplicate_ = added.ok() && *added;
    return rpc::ReasonOf(added.status());
  }
  type::v1alpha::ErrorReason Erase(const std::string& id, std::vector<std::string> codes = {}) {
    return rpc::ReasonOf(pair_->Erase(*asked_, id, codes));
  }
  // Each response as `code=text` of its answers.
  std::vector<std::string> Rows() {
    std::vector<std::string> rows;
    const absl::Status read = pair_->ForEach(*asked_, {}, [&](const Answers& answers, int) {
      std::string row;
      for (const auto& answer : answers)
        absl::StrAppend(&row, answer.code(), "=", answer.text(), " ");
      rows.push_back(row);
    });
    EXPECT_TRUE(read.ok()) << read;
    return rows;
  }
  int64_t Shown() { return Ask(files_.answers, "SELECT count(*) FROM response WHERE shown = 1"); }

  const std::shared_ptr<const CompiledInstrument> asked_ = TwoTexts();
  bool duplicate_ = false;
};

TEST_F(ErasureTest, AWholeResponseIsGoneAndNeverTakenAgain) {
  ASSERT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Submit(kSecond, Two("bleibt", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(kFirst), ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(Rows(), ElementsAre("Q1=bleibt Q2=b "));
  EXPECT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_RESPONSE_ERASED);
  EXPECT_EQ(Submit(kFirst, Two("anders", "a")), ERROR_REASON_RESPONSE_ERASED);
  Reopen();
  EXPECT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_RESPONSE_ERASED) << "and later";
  EXPECT_EQ(Submit(kSecond, Two("bleibt", "b")), ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(duplicate_);
}

TEST_F(ErasureTest, LeavesNothingInTheFiles) {
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(Submit(IdOf(i), Two(absl::StrCat("heimlich-", i), "b")), ERROR_REASON_UNSPECIFIED);
  }
  ASSERT_THAT(BytesOf(files_.answers), HasSubstr("heimlich-177"));
  ASSERT_EQ(Erase(IdOf(177)), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(IdOf(178), {"Q1"}), ERROR_REASON_UNSPECIFIED);
  for (const auto& file : FilesThere()) {
    const std::string bytes = BytesOf(folder_ + "/" + file);
    EXPECT_THAT(bytes, Not(HasSubstr("heimlich-177"))) << file;
    EXPECT_THAT(bytes, Not(HasSubstr("heimlich-178"))) << file;
    EXPECT_THAT(bytes, Not(HasSubstr(IdOf(177)))) << "not even the id in " << file;
  }
  EXPECT_EQ(Ask(files_.answers, "PRAGMA freelist_count"), 0);
  EXPECT_EQ(Rows().size(), 299u);
}

// What comes of it is the same whether there was such a response.
TEST_F(ErasureTest, DoesNotTellWhetherThereWasOne) {
  ASSERT_EQ(Submit(kFirst, Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(Erase(kFirst), Erase(kSecond));
  EXPECT_EQ(Erase(kFirst), Erase(kSecond)) << "and again";
  EXPECT_EQ(Submit(kFirst, Two("a", "b")), ERROR_REASON_RESPONSE_ERASED);
  EXPECT_EQ(Submit(kSecond, Two("a", "b")), ERROR_REASON_RESPONSE_ERASED);
  EXPECT_EQ(Erase(IdOf(3), {"Q1"}), ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(Submit(IdOf(3), Two("a", "b")), ERROR_REASON_UNSPECIFIED) << "only a whole one";
}

// The list holds no ids, and the same id is another hash in another wave.
TEST_F(ErasureTest, TheListIsOfSaltedHashes) {
  ASSERT_EQ(Erase(kFirst), ERROR_REASON_UNSPECIFIED);
  const auto plain = types::Sha256(kFirst);
  const std::string bytes = BytesOf(files_.answers);
  EXPECT_THAT(bytes, Not(HasSubstr(kFirst)));
  EXPECT_THAT(bytes, Not(HasSubstr(std::string(plain.begin(), plain.end()))));
  auto other = WavePair::Open(folder_, kOther, 1024, nullptr);
  ASSERT_TRUE(other.ok());
  ASSERT_TRUE((*other)->Erase(*asked_, kFirst, {}).ok());
  const auto hash_in = [](const std::string& file) {
    SQLite::Database database(file, SQLite::OPEN_READONLY, 5000);
    return database.execAndGet("SELECT hex(hash) FROM erased").getString();
  };
  EXPECT_NE(hash_in(files_.answers), hash_in(WavePair::FilesOf(folder_, kOther).answers));
}

TEST_F(ErasureTest, SingleAnswersGoAndTheRestIsRead) {
  ASSERT_EQ(Submit(kFirst, Two("heimlich", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(kFirst, {"Q1"}), ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(Rows(), ElementsAre("Q2=b ")) << "though it had to be answered";
  ASSERT_EQ(Erase(kFirst, {"Q1", "Q2"}), ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(Rows(), ElementsAre(""));
  Reopen();
  EXPECT_THAT(Rows(), ElementsAre(""));
  EXPECT_EQ(Submit(kFirst, Two("heimlich", "b")), ERROR_REASON_RESPONSE_CONFLICT);
}

TEST_F(ErasureTest, TheInvitationStaysUsed) {
  InviteMany(1);
  ASSERT_EQ(Submit(kFirst, Two("a", "b"), HashOf(0)), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(kFirst), ERROR_REASON_UNSPECIFIED);
  EXPECT_EQ(Submit(kSecond, Two("a", "b"), HashOf(0)),
            type::v1alpha::ERROR_REASON_INVITATION_REFUSED);
  EXPECT_EQ(Ask(files_.ledger, "SELECT count(*) FROM invitation WHERE used = 1"), 1);
}

TEST_F(ErasureTest, NotOnceTheWaveIsClosed) {
  ASSERT_EQ(Submit(kFirst, Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(Erase(kFirst), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Erase(kFirst, {"Q1"}), ERROR_REASON_WRONG_STATE);
  EXPECT_EQ(Erase(kSecond), ERROR_REASON_WRONG_STATE) << "whether it was there or not";
  EXPECT_THAT(Rows(), ElementsAre("Q1=a Q2=b "));
}

// The count does not go back while the wave is open: somebody who erases their own could
// else keep it just below a step, and see each answer of others arrive.
TEST_F(ErasureTest, TheCountGoesDownWhenTheWaveIsClosed) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Submit(IdOf(i), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(IdOf(7)), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(IdOf(100)), ERROR_REASON_UNSPECIFIED) << "was not there";
  EXPECT_EQ(pair_->Count(), 20);
  Reopen();
  EXPECT_EQ(pair_->Count(), 20);
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(pair_->Count(), 19);
  Reopen();
  EXPECT_EQ(pair_->Count(), 19);
}

// The files are closed before the wave is. Until it is, also after a start, what is told has what
// was erased.
TEST_F(ErasureTest, WhatIsToldGoesDownWhenTheWaveIsClosedForGood) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(Submit(IdOf(i), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Erase(IdOf(7)), ERROR_REASON_UNSPECIFIED);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(pair_->Close().ok());
    EXPECT_EQ(pair_->Count(), 19);
    EXPECT_EQ(pair_->CountUnderWay(), 20);
    EXPECT_TRUE(pair_->remembers());
    Reopen();
  }
  EXPECT_EQ(pair_->Count(), 19);
  EXPECT_EQ(pair_->CountUnderWay(), 20);
  ASSERT_TRUE(pair_->ForgetErased().ok());
  EXPECT_EQ(Ask(files_.answers, "SELECT rows FROM erasure"), 0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(pair_->CountUnderWay(), 19);
    EXPECT_FALSE(pair_->remembers());
    Reopen();
  }
}

// An erased response is no part of the next step: with nine that were erased a backup would
// advance by one.
TEST_F(ErasureTest, StepsAreOfWhatIsThere) {
  for (int i = 0; i < 9; ++i) ASSERT_EQ(Submit(IdOf(i), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  for (int i = 0; i < 9; ++i) ASSERT_EQ(Erase(IdOf(i)), ERROR_REASON_UNSPECIFIED);
  ASSERT_EQ(Submit(IdOf(50), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(Shown(), 0);
  for (int i = 51; i < 59; ++i) ASSERT_EQ(Submit(IdOf(i), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(Shown(), 0) << "nine are there";
  ASSERT_EQ(Submit(IdOf(59), Two("a", "b")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_EQ(Shown(), 10);
}

TEST_F(ErasureTest, QuestionsGoFromAllAndFromThoseWhoComeLater) {
  ASSERT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->EraseQuestions(*asked_, {"Q1"}).ok());
  EXPECT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_UNSPECIFIED);
  EXPECT_TRUE(duplicate_) << "what would be stored is what is there";
  EXPECT_EQ(Submit(kFirst, Two("heimlich", "c")), ERROR_REASON_RESPONSE_CONFLICT);
  Reopen();
  ASSERT_EQ(Submit(kSecond, Two("heimlich", "b")), ERROR_REASON_UNSPECIFIED);
  EXPECT_THAT(Rows(), UnorderedElementsAre("Q2=a ", "Q2=b "));
  EXPECT_THAT(BytesOf(files_.answers), Not(HasSubstr("heimlich")));
  ASSERT_TRUE(pair_->Close().ok());
  ASSERT_TRUE(pair_->EraseQuestions(*asked_, {"Q2"}).ok()) << "of a closed wave too";
  EXPECT_THAT(Rows(), ElementsAre("", ""));
  EXPECT_EQ(pair_->Count(), 2);
}

// The store is told that the files of a closed wave are to be written anew still.
TEST_F(ErasureTest, WhatCouldNotBeTidiedIsTidiedLater) {
  int woken = 0;
  pair_.reset();
  pair_ = *WavePair::Open(folder_, kWave, /*max_waiting=*/1024, [&] { ++woken; });
  ASSERT_EQ(Submit(kFirst, Two("heimlich", "a")), ERROR_REASON_UNSPECIFIED);
  ASSERT_TRUE(pair_->Close().ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  woken = 0;
  // Somebody reads the file just then, so that it cannot be written anew.
  SQLite::Database other(files_.answers, SQLite::OPEN_READWRITE, 5000);
  pair_->WhenErased([&] {
    other.exec("BEGIN");
    other.execAndGet("SELECT count(*) FROM response");
  });
  EXPECT_EQ(rpc::ReasonOf(pair_->EraseQuestions(*asked_, {"Q1"})),
            type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_THAT(Rows(), ElementsAre("Q2=a "));
  EXPECT_EQ(woken, 1);
  EXPECT_TRUE(pair_->HasToTidy());
  other.exec("COMMIT");
  EXPECT_TRUE(pair_->Tidy().ok());
  EXPECT_FALSE(pair_->HasToTidy());
}

// More rows than are held in memory at a time.
TEST_F(ErasureTest, QuestionsGoFromMany) {
  constexpr int kMany = 2'001;
  std::vector<std::pair<std::string, std::string>> rows;
  for (int i = 0; i < kMany; ++i) {
    rows.emplace_back(IdOf(i), EncodeResponseRow(*asked_, Two(absl::StrCat("heimlich", i), "b")));
  }
  ASSERT_TRUE(pair_->Import(rows, /*closed=*/true).ok());
  ASSERT_TRUE(pair_->EraseQuestions(*asked_, {"Q1"}).ok());
  EXPECT_THAT(Rows(), ::testing::AllOf(::testing::SizeIs(kMany), ::testing::Each("Q2=b ")));
  EXPECT_THAT(BytesOf(files_.answers), Not(HasSubstr("heimlich")));
}

// Erasing and answering at once: what is told is what is stored.
TEST_F(ErasureTest, WhileOthersAnswer) {
  std::thread eraser([&] {
    for (int i = 0; i < 30; ++i) EXPECT_TRUE(pair_->Erase(*asked_, IdOf(i), {}).ok());
  });
  int taken = 0;
  for (int i = 0; i < 60; ++i) {
    const auto reason = Submit(IdOf(i), Two("a", "b"));
    EXPECT_TRUE(reason == ERROR_REASON_UNSPECIFIED || reason == ERROR_REASON_RESPONSE_ERASED);
    if (reason == ERROR_REASON_UNSPECIFIED) ++taken;
  }
  eraser.join();
  EXPECT_EQ(pair_->Count(), taken);
  EXPECT_EQ(Rows().size(), 30u) << "30 to 59, and nothing that was erased";
}

}  // namespace
}  // namespace lotse::survey
