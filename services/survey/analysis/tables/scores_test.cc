#include "services/survey/analysis/tables/scores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "services/survey/analysis/tables/tables_testing.h"

namespace lotse::survey::tables {
namespace {

using testing::ElementsAre;
using v1alpha::TableSpec;

TEST(Scores, AreDecimalNumbersOfThreeDigits) {
  const struct {
    double score;
    std::optional<int64_t> thousandths;
  } cases[] = {
      {0, 0},
      {-0.0, 0},
      {1.5, 1500},
      {-0.5, -500},
      {0.1, 100},
      {0.3, 300},
      {1.005, 1005},
      {-999'999.999, -999'999'999},
      {1'000'000, 1'000'000'000},
      {1'000'000.001, std::nullopt},
      {-1'000'001, std::nullopt},
      {0.0005, std::nullopt},
      {1.0 / 3, std::nullopt},
      {0.1 + 0.2, std::nullopt},  // is not 0.3
      {1e300, std::nullopt},
      {std::numeric_limits<double>::denorm_min(), std::nullopt},
      {std::numeric_limits<double>::infinity(), std::nullopt},
      {-std::numeric_limits<double>::infinity(), std::nullopt},
      {std::nan(""), std::nullopt},
  };
  for (const auto& c : cases) EXPECT_EQ(ThousandthsOf(c.score), c.thousandths) << c.score;
}

TEST(Scores, AreCountedInStepsOfOneOrLess) {
  const struct {
    std::vector<int64_t> levels;
    int64_t steps;  // from the first to the last
  } cases[] = {
      {{5000}, 0},
      {{0, 1000, 4000}, 4},
      {{0, 255'000}, 255},
      {{-500, 500, 1500}, 2},
      {{0, 500, 1000}, 2},
      {{-250, 500, 1000}, 5},
      {{0, 333, 1000}, 1000},
      {{-1500, -1000}, 1},
      // The middles of the widest classes that there can be.
      {{-9'000'000'000'000'000'000, 9'000'000'000'000'000'000}, 18'000'000'000'000'000},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(StepsBetween(c.levels.front(), c.levels.back(), c.levels), c.steps)
        << c.levels.front() << " to " << c.levels.back();
  }
}

TEST(Scores, OfASpecificationAndTheOtherWayRound) {
  const v1alpha::Instrument instrument = EveryKind();
  const TableVariables variables(instrument);
  const auto spec = Parse<TableSpec>(
      "variables: 'unit' scores { option: 'c' score: 1.5 } scores { option: 'a' score: -0.25 }");
  const auto scores = ScoresOf(spec, *variables.Find("unit"));
  ASSERT_TRUE(scores.has_value());
  EXPECT_THAT(LevelsOf(*scores), ElementsAre(-250, 1500));
  const std::vector<Score> reversed = Reversed(*scores);
  ASSERT_EQ(reversed.size(), 3u);
  EXPECT_EQ(reversed[0].thousandths, 1500);
  EXPECT_FALSE(reversed[1].counts);
  EXPECT_EQ(reversed[2].thousandths, -250);
}

}  // namespace
}  // namespace lotse::survey::tables
