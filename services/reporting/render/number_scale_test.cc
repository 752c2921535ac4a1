#include "services/reporting/render/number_scale.h"

#include <vector>

#include "gtest/gtest.h"

namespace lotse::reporting {
namespace {

TEST(NumberScaleTest, HasRoundStepsWithAllValuesAndZero) {
  const struct {
    std::vector<int64_t> values;
    std::vector<int64_t> ticks;
  } cases[] = {
      {{}, {0, 1}},
      {{0}, {0, 1}},
      {{3}, {0, 1, 2, 3}},
      {{7}, {0, 2, 4, 6, 8}},
      {{820, 2000}, {0, 500, 1000, 1500, 2000}},
      {{101, 99}, {0, 50, 100, 150}},
      {{-30, 60}, {-40, -20, 0, 20, 40, 60}},
      {{-7}, {-8, -6, -4, -2, 0}},
  };
  for (const auto& c : cases) EXPECT_EQ(ScaleOf(c.values).Ticks(), c.ticks);
}

TEST(NumberScaleTest, HoldsTheLargestNumbers) {
  const int64_t most = 999'999'999'999'999'999;
  for (const std::vector<int64_t>& values :
       {std::vector<int64_t>{most}, {-most}, {-most, most}, {INT64_MIN, INT64_MAX}}) {
    const NumberScale scale = ScaleOf(values);
    EXPECT_LE(scale.Ticks().size(), 6u);
    EXPECT_GE(scale.high - scale.low, most);
  }
}

TEST(NumberScaleTest, PowersOfTen) {
  EXPECT_EQ(PowerOfTen(0), 1);
  EXPECT_EQ(PowerOfTen(6), 1'000'000);
  EXPECT_EQ(PowerOfTen(18), 1'000'000'000'000'000'000);
}

}  // namespace
}  // namespace lotse::reporting
