#include "services/survey/analysis/suppression/two_way_audit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/survey/analysis/suppression/known_exactly_testing.h"
#include "services/survey/analysis/suppression/patterns_testing.h"

namespace lotse::survey::suppression {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TwoWay RandomTable(std::mt19937& random, int largest, int64_t greatest, bool zeros) {
  TwoWay table;
  table.rows = 2 + static_cast<int>(random() % (largest - 1));
  table.columns = 2 + static_cast<int>(random() % (largest - 1));
  for (int cell = 0; cell < table.Size(); ++cell) {
    table.counts.push_back(static_cast<int64_t>(random() % greatest) + (zeros ? 0 : 1));
  }
  return table;
}

Pattern RandomPattern(std::mt19937& random, const TwoWay& table, int percent) {
  Pattern pattern;
  for (int cell = 0; cell < table.Size(); ++cell) {
    pattern.push_back(static_cast<int>(random() % 100) < percent);
  }
  return pattern;
}

TEST(AttackerInterval, IsWhatTryingAllTablesFinds) {
  std::mt19937 random(1);
  for (int round = 0; round < 400; ++round) {
    const TwoWay table = RandomTable(random, 3, 5, true);
    const Pattern suppressed = RandomPattern(random, table, 80);
    const std::vector<Interval> tried = TriedIntervals(table, suppressed);
    for (int cell = 0; cell < table.Size(); ++cell) {
      if (!suppressed[cell]) continue;
      EXPECT_EQ(AttackerInterval(table, suppressed, cell), tried[cell])
          << "round " << round << " cell " << cell << ' ' << Text(suppressed);
    }
  }
}

TEST(AttackerInterval, GoesOnNoFurtherThanAsked) {
  const TwoWay table{2, 2, {20, 50, 8, 19}};
  const Pattern all(4, true);
  EXPECT_EQ(AttackerInterval(table, all, 2), (Interval{0, 27}));
  EXPECT_EQ(AttackerInterval(table, all, 2, 5), (Interval{3, 13}));
}

TEST(AttackerInterval, OneWhoKnowsAPartnerKnowsMore) {
  const TwoWay table{2, 3, {1, 4, 30, 20, 20, 20}};
  EXPECT_EQ(AttackerInterval(table, Parse("xx. xx."), 1), (Interval{0, 5}));
  EXPECT_EQ(AttackerInterval(table, Parse("xx. xx."), 1, 100, 0), (Interval{4, 4}));
  EXPECT_EQ(AttackerInterval(table, Parse("xxx xxx"), 1, 100, 0), (Interval{0, 24}));
}

TEST(KnownExactly, IsWhereTheIntervalHasNoWidth) {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    const TwoWay table = RandomTable(random, 6, 20, false);
    const Pattern suppressed = RandomPattern(random, table, 35);
    const Pattern known = KnownExactly(table, suppressed);
    for (int cell = 0; cell < table.Size(); ++cell) {
      EXPECT_EQ(known[cell],
                suppressed[cell] && AttackerInterval(table, suppressed, cell).Width() == 0)
          << "round " << round << " cell " << cell << ' ' << Text(suppressed);
    }
  }
}

TEST(Unprotected, NamesCellsBelowTheWidth) {
  const TwoWay table{3, 4, {20, 50, 10, 22, 8, 19, 22, 38, 17, 32, 12, 30}};
  const Pattern primary = Small(table, 10);
  EXPECT_EQ(Text(primary), "....x.......");
  EXPECT_THAT(Unprotected(table, primary, primary, {.width = 1}), ElementsAre(4));
  const Pattern rectangle = Parse("xx.. xx.. ....");
  EXPECT_THAT(Unprotected(table, rectangle, primary, {.width = 27}), IsEmpty());
  EXPECT_THAT(Unprotected(table, rectangle, primary, {.width = 28}), ElementsAre(4));
}

TEST(Unprotected, ASingleContributorMustNotBeTheOnlyPartner) {
  const TwoWay table{2, 3, {1, 4, 30, 20, 20, 20}};
  const Pattern primary = Parse("xx. ...");
  EXPECT_THAT(Unprotected(table, Parse("xx. xx."), primary, {.width = 5}), IsEmpty());
  EXPECT_THAT(Unprotected(table, Parse("xx. xx."), primary, {.width = 5, .singletons = true}),
              ElementsAre(1));
  EXPECT_THAT(Unprotected(table, Parse("xxx xxx"), primary, {.width = 5, .singletons = true}),
              IsEmpty());
  const Insider insider = FindInsider(table, Parse("xx. xx."), primary);
  EXPECT_EQ(insider.cell, 0);
  EXPECT_EQ(insider.primary, 1);
}

}  // namespace
}  // namespace lotse::survey::suppression
