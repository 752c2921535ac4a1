#include "services/survey/analysis/disclosure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace lotse::survey {
namespace {

// Protected cells are written as `x`, shown ones as `.`.
std::string Pattern(const std::vector<bool>& cells) {
  std::string pattern;
  for (const bool is_protected : cells) pattern += is_protected ? 'x' : '.';
  return pattern;
}

struct CellCase {
  std::string what;
  std::vector<int64_t> counts;
  int64_t protected_missing;
  std::string pattern;
};

class ProtectedCellsTest : public testing::TestWithParam<CellCase> {};

TEST_P(ProtectedCellsTest, FollowsTheRule) {
  const CellCase& c = GetParam();
  EXPECT_EQ(Pattern(ProtectedCells(c.counts, c.protected_missing)), c.pattern);
}

const CellCase kCellCases[] = {
    {"NothingSmall", {40, 30, 5}, 0, "..."},
    {"ZerosAreShownWithoutASmallCell", {40, 0, 30, 0}, 0, "...."},
    {"SmallestCountThatIsShown", {5, 5}, 0, ".."},
    {"LargestCountThatIsProtected", {50, 4, 60}, 0, "xx."},
    {"OneSmallCellTakesAPartner", {102, 110, 1}, 0, "x.x"},
    {"ThePartnerIsTheSmallest", {110, 60, 1, 40, 90}, 0, "..xx."},
    {"OfEqualPartnersBothAreNeeded", {60, 40, 1, 40, 90}, 0, ".xxx."},
    {"ZerosAreProtectedNextToASmallCell", {200, 0, 3, 90, 0}, 0, ".xxxx"},
    {"TwoSmallCellsTakeAPartnerToo", {200, 4, 3, 90}, 0, ".xxx"},
    {"TwoCategoriesHideTogether", {197, 3}, 0, "xx"},
    {"SumOfTenIsTooSmall", {1, 9, 50, 60}, 0, "xxx."},
    {"SumOfElevenIsEnough", {1, 10, 50, 60}, 0, "xx.."},
    {"ThePartnersHaveToHoldTheSum", {4, 50, 53, 90}, 0, "xxx."},
    {"ThePartnersJustHoldTheSum", {4, 50, 55, 90}, 0, "xx.."},
    {"SmallestShownNextToProtected", {5, 1, 5, 7, 20}, 0, "xxx.."},
    {"SixIsTooNearToTheSmall", {4, 5, 1, 5, 6, 20}, 0, "xxxxx."},
    {"SmallCellsNeverStandAlone", {4, 50, 4, 60, 4}, 0, "xxx.x"},
    {"ZerosAreNoPartner", {4, 50, 4, 60, 4, 0}, 0, "xxx.xx"},
    {"AllGaveTheSameAnswer", {0, 214, 0}, 0, "xxx"},
    {"OnlyOneCategory", {214}, 0, "x"},
    {"AllAreSmall", {4, 4, 4}, 0, "xxx"},
    {"TheMissingTakeAPartner", {100, 60, 54}, 1, "..x"},
    {"TheMissingAndASmallCellTakeOne", {100, 60, 3}, 2, ".xx"},
    {"ThePartnerHoldsTheMissing", {100, 60, 57}, 2, "..x"},
    {"ThePartnerDoesNotHoldTheMissing", {100, 60, 58}, 2, ".xx"},
    {"BesideTheMissingFourRemain", {4, 50, 51, 90}, 4, "xxx."},
    {"BesideTheMissingNothingRemains", {4, 50, 55, 90}, 4, "xx.."},
    {"ZerosAreProtectedNextToTheMissing", {100, 60, 0}, 1, ".xx"},
};

INSTANTIATE_TEST_SUITE_P(Rule, ProtectedCellsTest, testing::ValuesIn(kCellCases),
                         [](const auto& info) { return info.param.what; });

struct TableCase {
  std::string what;
  std::vector<int64_t> counts;
  int64_t missing;
  bool base_too_small;
  bool missing_protected;
  std::string pattern;
};

class ProtectCategoriesTest : public testing::TestWithParam<TableCase> {};

TEST_P(ProtectCategoriesTest, FollowsTheRule) {
  const TableCase& c = GetParam();
  const Protection protection = ProtectCategories(c.counts, c.missing);
  EXPECT_EQ(protection.base_too_small, c.base_too_small);
  EXPECT_EQ(protection.missing_protected, c.missing_protected);
  EXPECT_EQ(Pattern(protection.cells), c.pattern);
}

const TableCase kTableCases[] = {
    {"EverybodyAnswered", {40, 30}, 0, false, false, ".."},
    {"EnoughAreMissing", {40, 30}, 5, false, false, ".."},
    {"EnoughMissingAreNoPartner", {40, 30, 20, 3}, 5, false, false, "..xx"},
    {"FewAreMissing", {40, 30, 20}, 4, false, true, "..x"},
    {"OneIsMissing", {40, 30, 20}, 1, false, true, "..x"},
    {"TenAnswered", {5, 5}, 0, false, false, ".."},
    {"NineAnswered", {5, 4}, 0, true, true, "xx"},
    {"NineAnsweredAndManyDidNot", {5, 4}, 90, true, true, "xx"},
    {"NobodyAnswered", {0, 0}, 200, true, true, "xx"},
    {"FewMissingOfThirteen", {7, 5}, 1, true, true, "xx"},
    {"FewMissingOfFourteen", {7, 6}, 1, false, true, "xx"},
    {"EnoughMissingOfFifteen", {5, 5}, 5, false, false, ".."},
};

INSTANTIATE_TEST_SUITE_P(Rule, ProtectCategoriesTest, testing::ValuesIn(kTableCases),
                         [](const auto& info) { return info.param.what; });

struct OptionCase {
  std::string what;
  std::vector<int64_t> ticked;
  int64_t answered;
  int64_t missing;
  bool base_too_small;
  bool missing_protected;
  std::string pattern;
};

class ProtectOptionsTest : public testing::TestWithParam<OptionCase> {};

TEST_P(ProtectOptionsTest, FollowsTheRule) {
  const OptionCase& c = GetParam();
  const Protection protection = ProtectOptions(c.ticked, c.answered, c.missing);
  EXPECT_EQ(protection.base_too_small, c.base_too_small);
  EXPECT_EQ(protection.missing_protected, c.missing_protected);
  EXPECT_EQ(Pattern(protection.cells), c.pattern);
}

const OptionCase kOptionCases[] = {
    {"EachByItself", {0, 4, 5, 50, 95, 96, 100}, 100, 0, false, false, "xx...xx"},
    {"NoPartnerIsNeeded", {1, 50, 60}, 100, 20, false, false, "x.."},
    {"TheMissingDidNotTick", {95, 98, 99, 100}, 100, 3, false, true, "..xx"},
    {"EnoughMissingDoNotCount", {95, 96}, 100, 5, false, false, ".x"},
    {"NineAnswered", {5, 4}, 9, 40, true, true, "xx"},
    {"FewMissingOfThirteen", {6, 6}, 12, 1, true, true, "xx"},
    {"FewMissingOfFourteen", {6, 9, 10}, 13, 1, false, true, "..x"},
};

INSTANTIATE_TEST_SUITE_P(Rule, ProtectOptionsTest, testing::ValuesIn(kOptionCases),
                         [](const auto& info) { return info.param.what; });

}  // namespace
}  // namespace lotse::survey
