#include "services/survey/analysis/statistics/disparity.h"

#include <gtest/gtest.h>

#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Groups = std::vector<Group>;

std::vector<Figure> All(const Disparity& d) {
  return {d.dissimilarity, d.highest_to_lowest,  d.between_group_variance,
          d.theil,         d.mean_log_deviation, d.gini};
}

// Source of the values: R 4.2.2, the formulas of the header.
TEST(Disparity, OfFourGroups) {
  const Disparity d = DisparityOf({{1200, 240}, {800, 100}, {500, 20}, {100, 30}});
  EXPECT_EQ(d.groups, 4);
  EXPECT_EQ(d.population, 2600);
  EXPECT_EQ(d.participants, 390);
  EXPECT_THAT(d.dissimilarity, Is(0.19230769230769235));
  EXPECT_THAT(d.highest_to_lowest, Is(7.5));
  EXPECT_THAT(d.between_group_variance, Is(0.004538461538461539));
  EXPECT_THAT(d.theil, Is(0.11582266750303566));
  EXPECT_THAT(d.mean_log_deviation, Is(0.15084690785699692));
  EXPECT_THAT(d.gini, Is(0.23767258382643));
}

TEST(Disparity, OfEqualRatesIsExactlyNone) {
  const Disparity d = DisparityOf({{30, 3}, {70, 7}, {10, 1}});
  EXPECT_EQ(d.dissimilarity.value(), 0);
  EXPECT_EQ(d.highest_to_lowest.value(), 1);
  EXPECT_EQ(d.between_group_variance.value(), 0);
  EXPECT_EQ(d.theil.value(), 0);
  EXPECT_EQ(d.mean_log_deviation.value(), 0);
  EXPECT_EQ(d.gini.value(), 0);
}

TEST(Disparity, AGroupOfNobodyChangesNothing) {
  const Disparity without = DisparityOf({{30, 3}, {70, 14}});
  const Disparity with = DisparityOf({{30, 3}, {0, 0}, {70, 14}});
  EXPECT_EQ(with.groups, 2);
  EXPECT_EQ(All(with), All(without));
}

TEST(Disparity, WhereNobodyOfAGroupTookPart) {
  // s = (1/2, 1/2), p = (0, 1).
  const Disparity d = DisparityOf({{50, 0}, {50, 10}});
  EXPECT_THAT(d.dissimilarity, Is(.5));
  EXPECT_THAT(d.highest_to_lowest, IsUndefined(Undefined::kNobodyToCompareWith));
  EXPECT_THAT(d.between_group_variance, Is(.01));
  EXPECT_THAT(d.theil, Is(0.69314718055994531));
  EXPECT_THAT(d.mean_log_deviation, IsUndefined(Undefined::kNobodyTookPart));
  EXPECT_THAT(d.gini, Is(.5));
}

TEST(Disparity, IsUndefinedForAReason) {
  const struct {
    const char* name;
    Groups groups;
    Undefined why;
  } cases[] = {
      {"no groups", {}, Undefined::kEmptyPopulation},
      {"no population", {{0, 0}}, Undefined::kEmptyPopulation},
      {"participants of no population", {{0, 1}, {10, 1}}, Undefined::kEmptyPopulation},
      {"nobody took part", {{10, 0}, {20, 0}}, Undefined::kNobodyTookPart},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(All(DisparityOf(c.groups)), testing::Each(IsUndefined(c.why))) << c.name;
  }
}

}  // namespace
}  // namespace lotse::survey::statistics
