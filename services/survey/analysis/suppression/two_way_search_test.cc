#include "services/survey/analysis/suppression/two_way_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/suppression/best_pattern_testing.h"
#include "services/survey/analysis/suppression/patterns_testing.h"

namespace lotse::survey::suppression {
namespace {

constexpr int kManySteps = 1'000'000;

TwoWayTask Task(const TwoWay& table, int64_t threshold, int64_t width, Cost cost,
                bool singletons = false) {
  TwoWayTask task;
  task.table = table;
  task.primary = Small(table, threshold);
  task.given = task.primary;
  task.available = Pattern(table.Size(), true);
  task.criterion = {.width = width, .singletons = singletons};
  task.cost = cost;
  return task;
}

// A skewed table: large and small cells, some empty.
TwoWay RandomTable(std::mt19937& random, int rows, int columns) {
  TwoWay table{rows, columns, {}};
  for (int cell = 0; cell < table.Size(); ++cell) {
    const int64_t scale = random() % 4 == 0 ? 8 : 60;
    table.counts.push_back(static_cast<int64_t>(random() % scale));
  }
  return table;
}

// The cheapest pattern by trying all of them.
std::optional<int64_t> TriedOptimum(const TwoWayTask& task) {
  std::vector<int> candidates;
  for (int cell = 0; cell < task.table.Size(); ++cell) {
    if (!task.given[cell] && task.table.counts[cell] > 0) candidates.push_back(cell);
  }
  std::optional<int64_t> best;
  for (uint32_t chosen = 0; chosen < (1U << candidates.size()); ++chosen) {
    Pattern suppressed = task.given;
    for (size_t i = 0; i < candidates.size(); ++i) {
      if ((chosen >> i & 1) != 0) suppressed[candidates[i]] = true;
    }
    const int64_t cost = task.CostOf(suppressed);
    if ((!best || cost < *best) &&
        Unprotected(task.table, suppressed, task.primary, task.criterion).empty()) {
      best = cost;
    }
  }
  return best;
}

TEST(FindBestPattern, IsTheOptimumOfAllPatterns) {
  std::mt19937 random(3);
  int with_pattern = 0;
  for (int round = 0; round < 150; ++round) {
    const TwoWay table = RandomTable(random, 3, 3 + round % 2);
    for (const Cost cost : {Cost::kCells, Cost::kCounts}) {
      const TwoWayTask task = Task(table, 6, round % 3 == 0 ? 1 : 6, cost, round % 2 == 1);
      const std::optional<int64_t> optimum = TriedOptimum(task);
      const BestPattern best = FindBestPattern(task, kManySteps);
      ASSERT_TRUE(best.is_optimal);
      ASSERT_EQ(best.pattern.has_value(), optimum.has_value()) << "round " << round;
      if (!optimum) continue;
      ++with_pattern;
      EXPECT_EQ(task.CostOf(*best.pattern), *optimum) << "round " << round;
      EXPECT_THAT(Unprotected(table, *best.pattern, task.primary, task.criterion),
                  testing::IsEmpty());
    }
  }
  EXPECT_GT(with_pattern, 150) << "the tables are too sparse to show anything";
}

TEST(QuickPattern, IsAtMostHalfAsExpensiveAgain) {
  std::mt19937 random(4);
  int compared = 0;
  double sum_of_ratios = 0;
  for (int round = 0; round < 60; ++round) {
    const TwoWay table = RandomTable(random, 4 + round % 3, 5);
    const TwoWayTask task = Task(table, 6, 6, Cost::kCounts);
    const std::optional<Pattern> quick = QuickPattern(task);
    const BestPattern best = FindBestPattern(task, 20'000);
    ASSERT_EQ(quick.has_value(), best.pattern.has_value());
    if (!quick) continue;
    EXPECT_THAT(Unprotected(table, *quick, task.primary, task.criterion), testing::IsEmpty());
    if (!best.is_optimal || task.CostOf(*best.pattern) == 0) continue;
    ++compared;
    const double ratio =
        static_cast<double>(task.CostOf(*quick)) / static_cast<double>(task.CostOf(*best.pattern));
    EXPECT_LE(ratio, 1.5) << "round " << round;
    sum_of_ratios += ratio;
  }
  ASSERT_GT(compared, 30);
  RecordProperty("compared", compared);
  RecordProperty("mean_ratio", absl::StrCat(sum_of_ratios / compared));
  EXPECT_LE(sum_of_ratios / compared, 1.1);
}

TEST(QuickPattern, ProtectsLargeTables) {
  std::mt19937 random(5);
  for (int round = 0; round < 3; ++round) {
    const TwoWay table = RandomTable(random, 12, 15);
    const TwoWayTask task = Task(table, 6, 6, Cost::kCounts, true);
    const std::optional<Pattern> quick = QuickPattern(task);
    ASSERT_TRUE(quick.has_value());
    EXPECT_THAT(Unprotected(table, *quick, task.primary, task.criterion), testing::IsEmpty());
    EXPECT_EQ(QuickPattern(task), quick) << "the same task, another pattern";
  }
}

TEST(QuickPattern, LeavesAloneWhatMustNotBeHidden) {
  TwoWayTask task = Task({3, 3, {2, 30, 40, 50, 31, 60, 45, 55, 65}}, 5, 5, Cost::kCounts);
  EXPECT_EQ(Text(*QuickPattern(task)), "xx.xx....");
  task.available[1] = false;
  EXPECT_EQ(Text(*QuickPattern(task)), "x.x...x.x");
  task.available[2] = false;
  EXPECT_FALSE(QuickPattern(task).has_value()) << "nothing else is left in the row";
  EXPECT_FALSE(FindBestPattern(task, kManySteps).pattern.has_value());
}

TEST(QuickPattern, WhatIsHiddenAnywayCostsNothing) {
  TwoWayTask task = Task({3, 3, {2, 30, 40, 50, 31, 60, 45, 55, 65}}, 5, 5, Cost::kCounts);
  task.given = Parse("x.x ... x.x");
  EXPECT_EQ(QuickPattern(task), task.given);
  EXPECT_EQ(task.CostOf(task.given), 0);
}

TEST(FindBestPattern, SaysWhenItEndedEarly) {
  std::mt19937 random(6);
  const TwoWayTask task = Task(RandomTable(random, 8, 8), 6, 6, Cost::kCounts);
  const BestPattern best = FindBestPattern(task, 3);
  EXPECT_FALSE(best.is_optimal);
  ASSERT_TRUE(best.pattern.has_value());
  EXPECT_THAT(Unprotected(task.table, *best.pattern, task.primary, task.criterion),
              testing::IsEmpty());
}

}  // namespace
}  // namespace lotse::survey::suppression
