#include "services/survey/responses/break_offs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "runtime/rpc/error.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/personal_testing.h"
#include "services/survey/responses/wave_pair_testing.h"

namespace lotse::survey {
namespace {

using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

TEST(BreakOffTally, CountsThoseWhoAreShown) {
  BreakOffTally tally;
  tally.AddShown(2);
  tally.AddShown(0);
  tally.AddUnshown("a", 2);
  tally.AddUnshown("b", 3);
  tally.AddUnshown("c", 0);
  tally.AddUnshown("d", 3);
  EXPECT_THAT(tally.shown(), UnorderedElementsAre(Pair(2, 1)));
  tally.Forget("d");
  const std::vector<std::string> shown = {"a", "b", "c", "d", "unknown"};
  tally.Show(shown);
  EXPECT_THAT(tally.shown(), UnorderedElementsAre(Pair(2, 2), Pair(3, 1)));
  tally.Show(shown);
  EXPECT_THAT(tally.shown(), UnorderedElementsAre(Pair(2, 2), Pair(3, 1))) << "once each";
}

class PairBreakOffsTest : public WavePairTest {
 protected:
  absl::StatusOr<bool> AddBrokenOff(int number, const std::string& text = "x") {
    Response response{kWave, IdOf(number), "", instrument_, Text(text), nullptr};
    response.broke_off_section = 1;
    return AddAndWait(*pair_, std::move(response));
  }
  int64_t Seen() {
    EXPECT_TRUE(pair_->Tidy().ok());
    const auto counts = pair_->BreakOffs();
    EXPECT_TRUE(counts.ok()) << counts.status();
    int64_t seen = 0;
    for (const auto& [section, count] : counts->handed_in) seen += section == 1 ? count : 1'000;
    return seen;
  }
};

// Nothing is seen of single people: what is counted follows the steps in which answers are shown.
TEST_F(PairBreakOffsTest, AreSeenInTheStepsOfTheAnswers) {
  int64_t before = 0;
  for (int i = 0; i < 45; ++i) {
    ASSERT_TRUE((i % 3 == 0 ? AddBrokenOff(i) : Add(IdOf(i), Text("x"))).ok());
    if (i == 14 || i == 30) Reopen();
    const int64_t seen = Seen();
    if ((i + 1) % 10 == 0) {
      EXPECT_EQ(seen, (i + 3) / 3) << i;
    } else {
      EXPECT_EQ(seen, before) << i;
    }
    before = seen;
  }
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(Seen(), 15) << "all, once it is closed";
  Reopen();
  EXPECT_EQ(Seen(), 15);
}

TEST_F(PairBreakOffsTest, OfWhatIsErasedBeforeItIsShownAreNotSeen) {
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(AddBrokenOff(i).ok());
  ASSERT_TRUE(pair_->Erase(*instrument_, IdOf(3), {}).ok());
  ASSERT_TRUE(Add(IdOf(20), Text("x")).ok());
  EXPECT_EQ(Seen(), 0) << "nine are not a step";
  ASSERT_TRUE(Add(IdOf(21), Text("x")).ok());
  EXPECT_EQ(Seen(), 8);
}

TEST_F(PairBreakOffsTest, AreFinalAndKeepTheirSection) {
  ASSERT_TRUE(AddBrokenOff(1).ok());
  EXPECT_EQ(*AddBrokenOff(1), true) << "a duplicate";
  EXPECT_EQ(rpc::ReasonOf(Add(IdOf(1), Text("x")).status()),
            type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT)
      << "the same answers to the end";
  ASSERT_TRUE(Add(IdOf(2), Text("x")).ok());
  EXPECT_EQ(rpc::ReasonOf(AddBrokenOff(2).status()), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  std::vector<std::pair<int, int>> found;  // Answers and section.
  const auto look = [&] {
    found.clear();
    EXPECT_TRUE(pair_
                    ->ForEach(*instrument_, {},
                              [&](const Answers& answers, int section) {
                                found.emplace_back(answers.size(), section);
                              })
                    .ok());
  };
  look();
  EXPECT_THAT(found, UnorderedElementsAre(Pair(1, 0), Pair(1, 1)));
  const std::vector<std::string> codes = {instrument_->variables()[0].code};
  ASSERT_TRUE(pair_->EraseQuestions(*instrument_, codes).ok());
  look();
  EXPECT_THAT(found, UnorderedElementsAre(Pair(0, 0), Pair(0, 1)));
  EXPECT_EQ(*AddBrokenOff(1), true) << "without what is erased of all";
  ASSERT_TRUE(AddBrokenOff(3).ok());
  look();
  EXPECT_THAT(found, UnorderedElementsAre(Pair(0, 0), Pair(0, 1), Pair(0, 1)));
}

class PersonalBreakOffsTest : public PersonalTest {
 protected:
  type::v1alpha::ErrorReason SubmitAs(int person, int section) {
    section_ = section;
    return Submit(HashFor(absl::StrCat("r", person)), IdOf(person), "x");
  }
  type::v1alpha::ErrorReason SaveAs(int person, int section) {
    section_ = section;
    return Save(HashFor(absl::StrCat("r", person)), IdOf(person), "x");
  }
  BreakOffCounts Counts() {
    auto counts = wave_->BreakOffs();
    EXPECT_TRUE(counts.ok()) << counts.status();
    return *std::move(counts);
  }
};

TEST_F(PersonalBreakOffsTest, DraftsThatWereNeverHandedInAreBreakOffs) {
  constexpr auto kOk = type::v1alpha::ERROR_REASON_UNSPECIFIED;
  for (int i = 0; i < 6; ++i) Ask(absl::StrCat("r", i));
  ASSERT_EQ(SubmitAs(0, 1), kOk);
  EXPECT_FALSE(stored_.duplicate);
  ASSERT_EQ(SubmitAs(0, 1), kOk);
  EXPECT_TRUE(stored_.duplicate);
  EXPECT_EQ(SubmitAs(0, 0), type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT);
  ASSERT_EQ(SubmitAs(1, 0), kOk);
  ASSERT_EQ(SaveAs(2, 1), kOk);
  ASSERT_EQ(SaveAs(3, 3), kOk);
  ASSERT_EQ(SaveAs(4, 3), kOk);
  ASSERT_EQ(SaveAs(5, 2), kOk);
  ASSERT_EQ(SubmitAs(5, 0), kOk) << "one of them is handed in";

  EXPECT_THAT(Counts().handed_in, UnorderedElementsAre(Pair(1, 1)));
  EXPECT_THAT(Counts().drafts, IsEmpty());
  EXPECT_EQ(Counts().open_drafts, 3);
  ASSERT_TRUE(wave_->Close().ok());
  ASSERT_TRUE(wave_->Close().ok());
  EXPECT_THAT(Counts().drafts, UnorderedElementsAre(Pair(1, 1), Pair(3, 2))) << "counted once";
  EXPECT_EQ(Counts().open_drafts, 0);
  Reopen();
  EXPECT_THAT(Counts().handed_in, UnorderedElementsAre(Pair(1, 1)));
  EXPECT_THAT(Counts().drafts, UnorderedElementsAre(Pair(1, 1), Pair(3, 2)));
  EXPECT_EQ(Rows().size(), 3u) << "nothing of the drafts is left";
}

}  // namespace
}  // namespace lotse::survey
