#include "services/survey/analysis/suppression/primary_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lotse::survey::suppression {
namespace {

TEST(TooFew, FollowsTheThreshold) {
  EXPECT_FALSE(TooFew(0, 5));
  EXPECT_TRUE(TooFew(1, 5));
  EXPECT_TRUE(TooFew(4, 5));
  EXPECT_FALSE(TooFew(5, 5));
  EXPECT_TRUE(TooFew(0, 5, /*zeros_are_sensitive=*/true));
  EXPECT_FALSE(TooFew(5, 5, /*zeros_are_sensitive=*/true));
}

struct MagnitudeCase {
  std::string what;
  std::vector<double> contributions;
  bool two_85;     // (2,85) dominance
  bool p_10;       // p = 10 %
  bool p_10_q_50;  // p = 10 %, known before within 50 %
};

class MagnitudeTest : public testing::TestWithParam<MagnitudeCase> {};

TEST_P(MagnitudeTest, FollowsTheFormulas) {
  const MagnitudeCase& c = GetParam();
  EXPECT_EQ(Dominated(c.contributions, 2, 85), c.two_85);
  EXPECT_EQ(EstimatedWithin(c.contributions, 10), c.p_10);
  EXPECT_EQ(EstimatedWithinPrior(c.contributions, 10, 50), c.p_10_q_50);
  EXPECT_EQ(EstimatedWithinPrior(c.contributions, 10, 100), c.p_10) << "q = 100 is the p% rule";
}

const MagnitudeCase kMagnitudeCases[] = {
    {"Nothing", {}, false, false, false},
    {"AllZero", {0, 0}, false, false, false},
    {"One", {7}, true, true, true},
    {"Two", {7, 3}, true, true, true},
    {"ThreeAlike", {10, 10, 10}, false, false, false},
    {"ExactlyTheShareIsAllowed", {50, 35, 15}, false, false, false},
    {"JustMoreThanTheShare", {50, 35.5, 14.5}, true, false, false},
    {"TheRestIsExactlyTenPercent", {100, 40, 10}, true, false, true},
    {"TheRestIsLess", {100, 40, 9.5}, true, true, true},
    {"TheRestIsExactlyAFifth", {100, 90, 20}, true, false, false},
    {"AnyOrder", {9.5, 100, 40}, true, true, true},
    {"OneOfManyDominates", {1000, 1, 1, 1, 1}, true, true, true},
};

INSTANTIATE_TEST_SUITE_P(Rules, MagnitudeTest, testing::ValuesIn(kMagnitudeCases),
                         [](const auto& info) { return info.param.what; });

TEST(Dominated, OneContributorOfTheBundesbankRule) {
  EXPECT_TRUE(Dominated(std::vector<double>{60, 20, 20}, 1, 50));
  EXPECT_FALSE(Dominated(std::vector<double>{50, 25, 25}, 1, 50));
}

struct GroupCase {
  std::string what;
  std::vector<int64_t> group;
  double percent;
  bool disclosed;
};

class GroupTest : public testing::TestWithParam<GroupCase> {};

TEST_P(GroupTest, FollowsTheRule) {
  const GroupCase& c = GetParam();
  EXPECT_EQ(GroupDisclosed(c.group, {.threshold = 5, .percent = c.percent}), c.disclosed);
}

const GroupCase kGroupCases[] = {
    {"FourteenToZero", {14, 0}, 100, true},
    {"SmallestGroup", {0, 5}, 100, true},
    {"TooSmallForThisRule", {0, 4}, 100, false},
    {"OneIsElsewhere", {14, 1}, 100, false},
    {"OneIsElsewhereButTheShareIsLower", {14, 1}, 90, true},
    {"ExactlyTheShare", {9, 1}, 90, true},
    {"BelowTheShare", {89, 11}, 90, false},
    {"Empty", {0, 0}, 100, false},
    {"OneCategoryTellsNothing", {14}, 100, false},
};

INSTANTIATE_TEST_SUITE_P(Rules, GroupTest, testing::ValuesIn(kGroupCases),
                         [](const auto& info) { return info.param.what; });

TEST(DisclosedGroups, MarksWholeRowsAndColumnsOfSensitiveVariables) {
  const TwoWay table{2, 3, {14, 0, 0, 6, 0, 9}};
  const GroupRule rule{.threshold = 5, .percent = 100};
  EXPECT_EQ(DisclosedGroups(table, rule, true, false), Pattern({1, 1, 1, 0, 0, 0}));
  EXPECT_EQ(DisclosedGroups(table, rule, false, true), Pattern({0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(DisclosedGroups(table, rule, true, true), Pattern({1, 1, 1, 0, 0, 1}));
  EXPECT_EQ(DisclosedGroups(table, rule, false, false), Pattern(6, false));
}

}  // namespace
}  // namespace lotse::survey::suppression
