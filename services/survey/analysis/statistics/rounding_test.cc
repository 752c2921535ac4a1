#include "services/survey/analysis/statistics/rounding.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

TEST(Rounding, HalfIsUpInSize) {
  const struct {
    int64_t numerator, denominator, expected;
  } cases[] = {
      {0, 3, 0},   {1, 3, 0},  {1, 2, 1},   {3, 2, 2}, {5, 2, 3},    {-1, 2, -1},
      {-3, 2, -2}, {-1, 3, 0}, {-2, 3, -1}, {7, 1, 7}, {49, 100, 0}, {50, 100, 1},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(RoundHalfUp(c.numerator, c.denominator), c.expected)
        << c.numerator << "/" << c.denominator;
  }
}

TEST(RoundedPercent, HasNoBinaryFractions) {
  const struct {
    int64_t part, base;
    int digits;
    int64_t expected;
  } cases[] = {
      {1, 8, 0, 13},  // 12.5 %
      {3, 8, 0, 38},  // 37.5 %
      {1, 3, 1, 333},
      {2, 3, 1, 667},
      {201, 200, 0, 101},     // 100.5 %
      {1005, 10000, 1, 101},  // 10.05 %, below that as a double
      {-1, 8, 0, -13},
      {0, 5, 6, 0},
      {5, 5, 6, 100'000'000},
      {999'999'999'999'999, 1'000'000'000'000'000, 6, 100'000'000},
      {499'999'999'999'999, 1'000'000'000'000'000, 0, 50},
  };
  for (const auto& c : cases) {
    const FigureOf<int64_t> percent = RoundedPercent(c.part, c.base, c.digits);
    ASSERT_TRUE(percent.defined());
    EXPECT_EQ(percent.value(), c.expected) << c.part << "/" << c.base;
  }
  EXPECT_THAT(RoundedPercent(0, 0, 1), IsUndefined(Undefined::kEmptyBase));
}

TEST(RoundedMean, IsThatOfTheCounts) {
  const std::vector<int64_t> values = {1, 2, 3, 4, 5};
  EXPECT_EQ(RoundedMean(values, {1, 0, 0, 0, 0}, 2).value(), 100);
  EXPECT_EQ(RoundedMean(values, {1, 1, 0, 0, 0}, 0).value(), 2);    // 1.5
  EXPECT_EQ(RoundedMean(values, {3, 0, 0, 0, 5}, 1).value(), 35);   // 3.5
  EXPECT_EQ(RoundedMean(values, {19, 1, 0, 0, 0}, 1).value(), 11);  // 1.05
  EXPECT_EQ(RoundedMean({-1, 0, 1}, {3, 0, 1}, 0).value(), -1);     // -0.5
  EXPECT_THAT(RoundedMean(values, {0, 0, 0, 0, 0}, 1), IsUndefined(Undefined::kEmptyBase));
}

}  // namespace
}  // namespace lotse::survey::statistics
