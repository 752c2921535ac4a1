#include "services/survey/responses/group_tally.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "lotse/survey/v1alpha/survey.pb.h"
#include "services/survey/responses/response_store.h"
#include "services/survey/responses/wave_pair_testing.h"

namespace lotse::survey {
namespace {

using testing::ElementsAre;
using type::v1alpha::ERROR_REASON_QUOTA_FULL;

std::shared_ptr<const CompiledInstrument> TwoChoices() {
  v1alpha::Instrument instrument;
  for (const char* asked : {"Q1", "Q2"}) {
    auto* question = instrument.add_sections()->add_questions();
    question->set_code(asked);
    question->set_kind(v1alpha::Question::KIND_SINGLE_CHOICE);
    for (const char* code : {"a", "b"}) question->add_options()->set_code(code);
  }
  return std::make_shared<const CompiledInstrument>(instrument);
}

// At most `limit` who answer with "a", and a note of how many answer with "b".
std::shared_ptr<const CountPlan> PlanOf(int limit) {
  v1alpha::Wave wave;
  for (const char* code : {"a", "b"}) {
    auto* quota = wave.add_quotas();
    quota->set_code(code);
    quota->set_limit(limit);
    quota->set_action(*code == 'a' ? v1alpha::Quota::ACTION_REFUSE : v1alpha::Quota::ACTION_NOTE);
    auto* condition = quota->add_conditions();
    condition->set_question("Q1");
    condition->add_options(code);
  }
  return std::make_shared<const CountPlan>(wave.quotas());
}

TEST(GroupTally, TellsTensOfWhatIsShown) {
  GroupTally tally;
  const auto plan = PlanOf(20);
  EXPECT_FALSE(tally.Counts(*plan));
  tally.Start(plan);
  EXPECT_TRUE(tally.Counts(*PlanOf(20)));
  EXPECT_FALSE(tally.Counts(*PlanOf(21)));
  const size_t a[] = {0}, b[] = {1};
  for (int i = 0; i < 19; ++i) tally.AddShown(a);
  for (int i = 0; i < 25; ++i) tally.AddShown(b);
  EXPECT_THAT(tally.Told(), ElementsAre(10, 20));
  tally.AddUnshown("x", {0});
  tally.AddUnshown("x", {0});
  EXPECT_THAT(tally.Told(), ElementsAre(10, 20));
  EXPECT_EQ(tally.FullFor(a), nullptr);
  tally.Show({"x", "unknown"});
  tally.Show({"x"});
  EXPECT_THAT(tally.Told(), ElementsAre(20, 20));
  ASSERT_NE(tally.FullFor(a), nullptr);
  EXPECT_EQ(*tally.FullFor(a), "a");
  EXPECT_EQ(tally.FullFor(b), nullptr) << "it is only noted";
  tally.Start(PlanOf(20));
  EXPECT_THAT(tally.Told(), ElementsAre(0, 0));
}

class QuotaPairTest : public WavePairTest {
 protected:
  absl::Status AddChoice(int number, const char* option, std::string token_hash = "") {
    Answers answers;
    auto* answer = answers.Add();
    answer->set_code("Q1");
    answer->set_choice(option);
    Response response{kWave, IdOf(number), std::move(token_hash), choice_, answers, nullptr};
    response.counted = plan_;
    return AddAndWait(*pair_, std::move(response)).status();
  }
  std::vector<int64_t> Told() {
    const auto told = pair_->ToldOf(*choice_, plan_);
    EXPECT_TRUE(told.ok()) << told.status();
    return told.value_or(std::vector<int64_t>());
  }

  const std::shared_ptr<const CompiledInstrument> choice_ = TwoChoices();
  const std::shared_ptr<const CountPlan> plan_ = PlanOf(10);
};

// Whoever tries after each answer whether the quota is full learns nothing but steps of the
// whole wave: that somebody of the group answered stays among ten people.
TEST_F(QuotaPairTest, IsFullOnceThatIsShown) {
  ASSERT_TRUE(pair_->Tidy().ok());
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(AddChoice(i, "a").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_THAT(Told(), ElementsAre(0, 0)) << "nine are no step";
  ASSERT_TRUE(AddChoice(9, "a").ok()) << "the tenth of ten";
  ASSERT_TRUE(AddChoice(10, "a").ok()) << "that there are ten is not shown yet";
  EXPECT_THAT(Told(), ElementsAre(0, 0));
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_THAT(Told(), ElementsAre(10, 0));
  const absl::Status full = AddChoice(11, "a");
  EXPECT_EQ(rpc::ReasonOf(full), ERROR_REASON_QUOTA_FULL) << full;
  EXPECT_TRUE(AddChoice(10, "a").ok()) << "the same again is the same";
  for (int i = 20; i < 45; ++i) ASSERT_TRUE(AddChoice(i, "b").ok()) << "only noted";
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_THAT(Told(), ElementsAre(10, 20));
}

TEST_F(QuotaPairTest, IsCountedAgainWhenTheFilesAreOpened) {
  for (int i = 0; i < 12; ++i) ASSERT_TRUE(AddChoice(i, "a").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  for (int i = 12; i < 21; ++i) ASSERT_TRUE(AddChoice(i, "b").ok());
  const auto before = Told();
  Reopen();
  EXPECT_EQ(Told(), before);
  EXPECT_EQ(rpc::ReasonOf(AddChoice(30, "a")), ERROR_REASON_QUOTA_FULL);
  ASSERT_TRUE(AddChoice(31, "b").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_THAT(Told(), ElementsAre(10, 10)) << "the nine of before are counted once";
}

TEST_F(QuotaPairTest, WhoIsRefusedCanUseTheInvitationOtherwise) {
  InviteMany(30);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(AddChoice(i, "a", HashOf(i)).ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  // One that was not used, one that was, and one that there is not: nothing tells them apart.
  for (const int token : {10, 0, 99}) {
    const absl::Status refused = AddChoice(10, "a", HashOf(token));
    EXPECT_EQ(rpc::ReasonOf(refused), ERROR_REASON_QUOTA_FULL) << token;
    EXPECT_EQ(refused.message(), absl::StrCat(kWave, " has enough answers of this group"));
  }
  EXPECT_TRUE(AddChoice(10, "b", HashOf(10)).ok());
  EXPECT_EQ(pair_->Count(), 11);
}

// What is not kept of anybody is not counted either, nor is anybody refused for it.
TEST_F(QuotaPairTest, OfAnErasedQuestionIsOfNobody) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(AddChoice(i, "a").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  for (int i = 10; i < 15; ++i) ASSERT_TRUE(AddChoice(i, "b").ok());
  ASSERT_THAT(Told(), ElementsAre(10, 0));
  ASSERT_TRUE(pair_->EraseQuestions(*choice_, {"Q1"}).ok());
  EXPECT_THAT(Told(), ElementsAre(0, 0));
  for (int i = 20; i < 35; ++i) ASSERT_TRUE(AddChoice(i, "a").ok()) << "nobody is refused";
  for (int i = 35; i < 50; ++i) ASSERT_TRUE(AddChoice(i, "b").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  EXPECT_THAT(Told(), ElementsAre(0, 0));
  EXPECT_TRUE(AddChoice(50, "a").ok());
  Reopen();
  EXPECT_THAT(Told(), ElementsAre(0, 0)) << "as it is counted anew";
}

// Other groups are left as they are: counted anew they would tell of those of whom some answers
// were erased.
TEST_F(QuotaPairTest, OfOtherQuestionsAreNotCountedAnew) {
  v1alpha::Wave wave;
  for (const char* asked : {"Q1", "Q2", "both"}) {
    auto* quota = wave.add_quotas();
    quota->set_code(asked);
    quota->set_limit(50);
    for (const char* question : {"Q1", "Q2"}) {
      if (quota->code() != "both" && quota->code() != question) continue;
      auto* condition = quota->add_conditions();
      condition->set_question(question);
      condition->add_options("a");
    }
  }
  const auto plan = std::make_shared<const CountPlan>(wave.quotas());
  const auto told = [&] { return *pair_->ToldOf(*choice_, plan); };
  for (int i = 0; i < 10; ++i) {
    Response response{kWave, IdOf(i), "", choice_, {}, nullptr};
    for (const char* question : {"Q1", "Q2"}) {
      auto* answer = response.answers.Add();
      answer->set_code(question);
      answer->set_choice("a");
    }
    response.counted = plan;
    ASSERT_TRUE(AddAndWait(*pair_, std::move(response)).ok());
  }
  ASSERT_TRUE(pair_->Tidy().ok());
  ASSERT_THAT(told(), ElementsAre(10, 10, 10));
  ASSERT_TRUE(pair_->Erase(*choice_, IdOf(3), {"Q2"}).ok());
  EXPECT_THAT(told(), ElementsAre(10, 10, 10));
  ASSERT_TRUE(pair_->EraseQuestions(*choice_, {"Q1"}).ok());
  EXPECT_THAT(told(), ElementsAre(0, 10, 0));
}

// Whoever looks at enough other waves has the files of this one closed. If it were counted anew
// then, ten fewer would tell that the one whose answer was erased was of the group.
TEST_F(QuotaPairTest, DoesNotGoBackWhenAnAnswerWasErased) {
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(AddChoice(i, "a").ok());
  ASSERT_TRUE(pair_->Tidy().ok());
  pair_.reset();
  auto store = *ResponseStore::Open(folder_, /*max_waiting=*/1024);
  const auto told = [&] { return *store->ToldOf(kWave, *choice_, plan_); };
  const auto use_others = [&] {
    for (size_t i = 0; i <= ResponseStore::kMaxOpen; ++i) {
      const std::string other = absl::StrCat("waves/", i);
      EXPECT_TRUE(store->HasFiles(other) || store->Prepare(other).ok());
      EXPECT_TRUE(store->ReadLedger(other, {}, [](sql::Connection&) {}).ok());
    }
  };
  ASSERT_THAT(told(), ElementsAre(10, 0));
  use_others();
  ASSERT_TRUE(store->Erase(kWave, *choice_, IdOf(3), {"Q1"}, plan_).ok());
  EXPECT_THAT(told(), ElementsAre(10, 0)) << "also if they were closed before";
  use_others();
  EXPECT_THAT(told(), ElementsAre(10, 0)) << "and after";
}

// That the files stay open tells nothing: they do whatever was erased.
TEST_F(QuotaPairTest, IsRememberedWhetherThereWasSomethingToErase) {
  ASSERT_FALSE(pair_->remembers());
  ASSERT_TRUE(pair_->Erase(*choice_, IdOf(700), {"Q1"}).ok());
  EXPECT_TRUE(pair_->remembers());
}

}  // namespace
}  // namespace lotse::survey
