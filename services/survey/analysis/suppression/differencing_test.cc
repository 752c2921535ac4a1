#include "services/survey/analysis/suppression/differencing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "services/survey/analysis/suppression/row_space.h"

namespace lotse::survey::suppression {
namespace {

using Verdict = RowSpace::Verdict;

// Respondents `from` to `to` - 1 of 200.
RespondentSet Range(int from, int to) {
  RespondentSet set(200);
  for (int i = from; i < to; ++i) set.Add(i);
  return set;
}

TEST(RespondentSet, CountsEachOnce) {
  RespondentSet set(130);
  for (const int respondent : {0, 63, 64, 129, 64}) set.Add(respondent);
  EXPECT_EQ(set.Count(), 4);
  EXPECT_TRUE(Range(64, 70).IsWithin(Range(60, 130)));
  EXPECT_FALSE(Range(60, 130).IsWithin(Range(64, 130)));
  EXPECT_TRUE(Range(0, 0).IsWithin(Range(5, 6)));
}

struct PairCase {
  std::string what;
  RespondentSet a;
  RespondentSet b;
  bool few;
};

class PairTest : public testing::TestWithParam<PairCase> {};

TEST_P(PairTest, FollowsTheRule) {
  const PairCase& c = GetParam();
  EXPECT_EQ(DifferByFew(c.a, c.b, 5), c.few);
  EXPECT_EQ(DifferByFew(c.b, c.a, 5), c.few) << "the order does not matter";
  DifferencingGuard guard(5);
  EXPECT_TRUE(guard.Allows(c.a));
  guard.Publish(Range(190, 200));
  guard.Publish(c.a);
  EXPECT_EQ(guard.Allows(c.b), !c.few);
}

const PairCase kPairCases[] = {
    {"Same", Range(0, 100), Range(0, 100), false},
    {"OneMore", Range(0, 100), Range(0, 101), true},
    {"FourMore", Range(0, 100), Range(0, 104), true},
    {"FiveMore", Range(0, 100), Range(0, 105), false},
    {"OneMoreAcrossWords", Range(0, 64), Range(0, 65), true},
    {"MovedByOne", Range(0, 100), Range(1, 101), false},
    {"Apart", Range(0, 50), Range(60, 112), false},
    {"NobodyAndFour", Range(0, 0), Range(0, 4), true},
};

INSTANTIATE_TEST_SUITE_P(Rules, PairTest, testing::ValuesIn(kPairCases),
                         [](const auto& info) { return info.param.what; });

TEST(RowSpace, FindsTheDifferenceOfTwo) {
  Work work(kMostWork);
  RowSpace space({144, 1, 93}, 5, &work);
  EXPECT_EQ(space.Publish({1, 1, 0}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({1, 0, 0}), Verdict::kRefused);
  EXPECT_EQ(space.Publish({0, 0, 1}), Verdict::kAllowed) << "what was refused is not there";
  EXPECT_EQ(space.Rank(), 2U);
}

// Three tables, of which no two are within one another.
TEST(RowSpace, FindsWhatNoPairTells) {
  Work work(kMostWork);
  RowSpace space({40, 50, 60, 2}, 5, &work);
  EXPECT_EQ(space.Publish({1, 1, 0, 0}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({0, 0, 1, 1}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({1, 0, 1, 0}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({0, 1, 0, 1}), Verdict::kAllowed) << "it follows from the others";
  EXPECT_EQ(space.Rank(), 3U);
  EXPECT_EQ(space.Publish({0, 1, 0, 0}), Verdict::kRefused);
  // x1 + x2, x1 + x3 and x2 + x3 give each of them, and x4 with it.
  EXPECT_EQ(space.Publish({0, 1, 1, 0}), Verdict::kRefused);
}

TEST(RowSpace, FindsTwoSmallPatternsTogether) {
  Work work(kMostWork);
  RowSpace space({30, 2, 2, 40}, 5, &work);
  EXPECT_EQ(space.Publish({1, 1, 1, 0}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({1, 0, 0, 0}), Verdict::kRefused);
  EXPECT_EQ(space.Publish({1, 1, 0, 0}), Verdict::kRefused);
  EXPECT_EQ(space.Publish({1, 0, 0, 1}), Verdict::kAllowed);
}

// Both sums are of 8, but their difference is of 4.
TEST(RowSpace, FindsACombinationOfTwoSums) {
  Work work(kMostWork);
  RowSpace space({4, 4, 2, 2}, 5, &work);
  EXPECT_EQ(space.Publish({1, 1, 1, 0}), Verdict::kAllowed);
  EXPECT_EQ(space.Publish({1, 1, 0, 1}), Verdict::kRefused);
}

TEST(RowSpace, TellsWhatIsTooLarge) {
  Work work(kMostWork);
  RowSpace space(std::vector<int64_t>(RowSpace::kMaxPatterns + 1, 9), 5, &work);
  EXPECT_EQ(space.Publish(std::vector<bool>(RowSpace::kMaxPatterns + 1, true)), Verdict::kTooLarge);
}

// By trying: all combinations of the published counts with small factors.
TEST(RowSpace, AllowsNothingThatSmallFactorsTell) {
  std::mt19937 random(7);
  int refused = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<int64_t> people;
    for (int i = 0; i < 5; ++i) people.push_back(1 + static_cast<int64_t>(random() % 9));
    Work work(kMostWork);
    RowSpace space(people, 4, &work);
    std::vector<std::vector<bool>> published;
    for (int i = 0; i < 4; ++i) {
      std::vector<bool> counted;
      for (int k = 0; k < 5; ++k) counted.push_back(random() % 2 == 0);
      if (space.Publish(counted) == Verdict::kAllowed) {
        published.push_back(counted);
      } else {
        ++refused;
      }
    }
    std::vector<int> factors(published.size(), -2);
    while (!factors.empty()) {
      int64_t support = 0;
      for (int k = 0; k < 5; ++k) {
        int value = 0;
        for (size_t i = 0; i < factors.size(); ++i) value += published[i][k] ? factors[i] : 0;
        if (value != 0) support += people[k];
      }
      EXPECT_TRUE(support == 0 || support >= 4) << "round " << round;
      size_t i = 0;
      while (i < factors.size() && ++factors[i] > 2) factors[i++] = -2;
      if (i == factors.size()) break;
    }
  }
  EXPECT_GT(refused, 100);
  EXPECT_LT(refused, 1000);
}

}  // namespace
}  // namespace lotse::survey::suppression
