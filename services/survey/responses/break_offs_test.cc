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

class PairBreakOffsTest : public WavePairTest {
 protected:
  absl::StatusOr<bool> AddBrokenOff(int number, const std::string& text = "x") {
    Response response{kWave, IdOf(number), "", instrument_, Text(text), nullptr};
    response.broke_off_section = 1;
    return AddAndWait(*pair_, std::move(response));
  }
  // In section 1, the only one.
  int64_t Counted() {
    const auto counts = pair_->BreakOffs();
    EXPECT_TRUE(counts.ok()) << counts.status();
    int64_t counted = 0;
    for (const auto& [section, count] : counts->handed_in) counted += section == 1 ? count : 1'000;
    return counted;
  }
};

TEST_F(PairBreakOffsTest, AreCountedOnceTheWaveIsClosed) {
  for (int i = 0; i < 45; ++i) {
    ASSERT_TRUE((i % 3 == 0 ? AddBrokenOff(i) : Add(IdOf(i), Text("x"))).ok());
  }
  ASSERT_TRUE(pair_->Erase(*instrument_, IdOf(3), {}).ok());
  ASSERT_TRUE(pair_->Close().ok());
  EXPECT_EQ(Counted(), 14);
  Reopen();
  EXPECT_EQ(Counted(), 14);
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
  ASSERT_TRUE(wave_->Close().ok());
  ASSERT_TRUE(wave_->Close().ok());
  EXPECT_THAT(Counts().drafts, UnorderedElementsAre(Pair(1, 1), Pair(3, 2))) << "counted once";
  Reopen();
  EXPECT_THAT(Counts().handed_in, UnorderedElementsAre(Pair(1, 1)));
  EXPECT_THAT(Counts().drafts, UnorderedElementsAre(Pair(1, 1), Pair(3, 2)));
  EXPECT_EQ(Rows().size(), 3u) << "nothing of the drafts is left";
}

}  // namespace
}  // namespace lotse::survey
