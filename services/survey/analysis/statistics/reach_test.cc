#include "services/survey/analysis/statistics/reach.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Groups = std::vector<Group>;

const Groups kGroups = {{1200, 240}, {800, 100}, {500, 20}, {100, 30}};

// Source of the values: R 4.2.2, the formulas of the header.
TEST(Reach, ComparesEachGroup) {
  const Reach reach = ReachOf(kGroups, 0);
  EXPECT_EQ(reach.population, 2600);
  EXPECT_EQ(reach.participants, 390);
  EXPECT_THAT(reach.rate, Is(.15));
  EXPECT_EQ(reach.reference, 0);
  const struct {
    double rate, representation, gap, to_rest, missing;
  } expected[] = {
      {.2, 4.0 / 3, 15.384615384615385, 1.8666666666666669, 0},
      {.125, 5.0 / 6, -5.1282051282051322, 0.77586206896551724, 20},
      {.04, 4.0 / 15, -14.102564102564102, 0.22702702702702701, 55},
      {.3, 2, 3.8461538461538463, 2.0833333333333335, 0},
  };
  ASSERT_EQ(reach.groups.size(), std::size(expected));
  for (size_t i = 0; i < std::size(expected); ++i) {
    const GroupReach& g = reach.groups[i];
    EXPECT_EQ(g.group.population, kGroups[i].population);
    EXPECT_EQ(g.group.participants, kGroups[i].participants);
    EXPECT_THAT(g.rate, Is(expected[i].rate));
    EXPECT_EQ(g.rate_interval, ShareOf(g.group.participants, g.group.population).interval);
    EXPECT_THAT(g.representation_ratio, Is(expected[i].representation));
    EXPECT_THAT(g.gap_points, Is(expected[i].gap));
    EXPECT_THAT(g.ratio_to_rest, Is(expected[i].to_rest));
    EXPECT_THAT(g.missing_to_parity, Is(expected[i].missing));
  }
}

TEST(Reach, ComparesWithAReference) {
  const Reach reach = ReachOf(kGroups, 0);
  const GroupReach& reference = reach.groups[0];
  EXPECT_THAT(reference.parity_ratio, IsUndefined(Undefined::kIsReference));
  EXPECT_THAT(reference.parity_interval, IsUndefined(Undefined::kIsReference));
  EXPECT_THAT(reference.difference, IsUndefined(Undefined::kIsReference));
  EXPECT_THAT(reference.difference_interval, IsUndefined(Undefined::kIsReference));
  EXPECT_THAT(reference.below_four_fifths, IsUndefined(Undefined::kIsReference));
  const struct {
    double parity, lower, upper, difference;
    bool below;
  } expected[] = {
      {.625, 0.50386286849135264, 0.77526054096741603, -.075, true},
      {.2, 0.1282845775567053, 0.31180677180247091, -.16, true},
      {1.5, 1.0891573563315475, 2.0658171998014607, .1, false},
  };
  for (size_t i = 0; i < std::size(expected); ++i) {
    const GroupReach& g = reach.groups[i + 1];
    EXPECT_THAT(g.parity_ratio, Is(expected[i].parity));
    EXPECT_THAT(g.parity_interval, Spans(expected[i].lower, expected[i].upper));
    EXPECT_THAT(g.difference, Is(expected[i].difference));
    EXPECT_EQ(g.below_four_fifths, FigureOf<bool>(expected[i].below));
  }
  EXPECT_THAT(reach.groups[1].difference_interval,
              Spans(-0.10666405092813283, -0.042130574712377092));
}

TEST(Reach, WithoutAReferenceTakesTheHighestRate) {
  EXPECT_EQ(ReachOf(kGroups, std::nullopt).reference, 3);
  EXPECT_EQ(ReachOf(kGroups, 4).reference, 3);
  EXPECT_EQ(ReachOf({{10, 1}, {20, 2}}, std::nullopt).reference, 0);
  EXPECT_EQ(ReachOf({{0, 5}, {20, 2}}, std::nullopt).reference, 1);
  EXPECT_EQ(ReachOf({{0, 5}}, std::nullopt).reference, std::nullopt);
  EXPECT_EQ(ReachOf({}, std::nullopt).reference, std::nullopt);
}

TEST(Reach, FourFifthsIsMetExactly) {
  const struct {
    Group group, reference;
    bool below;
  } cases[] = {
      {{100, 40}, {100, 50}, false},
      {{100, 39}, {100, 50}, true},
      {{30, 4}, {6, 1}, false},  // 4/30 is 0.8 of 1/6, and below it as a double.
      {{1000, 0}, {6, 1}, true},
  };
  for (const auto& c : cases) {
    const Reach reach = ReachOf({c.group, c.reference}, 1);
    EXPECT_EQ(reach.groups[0].below_four_fifths, FigureOf<bool>(c.below));
  }
}

TEST(Reach, OfAGroupWithoutPopulationIsUndefined) {
  const GroupReach g = ReachOf({{100, 10}, {0, 0}}, 0).groups[1];
  for (const Figure& figure : {g.rate, g.representation_ratio, g.parity_ratio, g.ratio_to_rest,
                               g.difference, g.missing_to_parity}) {
    EXPECT_THAT(figure, IsUndefined(Undefined::kEmptyPopulation));
  }
  for (const FigureOf<Interval>& interval :
       {g.rate_interval, g.parity_interval, g.difference_interval}) {
    EXPECT_THAT(interval, IsUndefined(Undefined::kEmptyPopulation));
  }
  EXPECT_THAT(g.below_four_fifths, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(g.gap_points, Is(0));
}

TEST(Reach, OfAReferenceWithoutPopulationIsUndefined) {
  const Reach reach = ReachOf({{100, 10}, {0, 3}}, 1);
  const GroupReach& g = reach.groups[0];
  EXPECT_THAT(g.rate, Is(.1));
  EXPECT_THAT(g.parity_ratio, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(g.parity_interval, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(g.below_four_fifths, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(g.difference, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(g.difference_interval, IsUndefined(Undefined::kEmptyPopulation));
  // There are no others of whom the population is known.
  EXPECT_THAT(g.ratio_to_rest, IsUndefined(Undefined::kEmptyPopulation));
}

TEST(Reach, WhereNobodyOfAGroupTookPart) {
  const Reach reach = ReachOf({{74, 0}, {926, 100}}, 1);
  const GroupReach& g = reach.groups[0];
  EXPECT_THAT(g.rate, Is(0));
  EXPECT_THAT(g.rate_interval, Spans(0, ShareOf(0, 74).interval.value().upper));
  EXPECT_THAT(g.representation_ratio, Is(0));
  EXPECT_THAT(g.gap_points, Is(-7.4));
  EXPECT_THAT(g.parity_ratio, Is(0));
  EXPECT_THAT(g.parity_interval, IsUndefined(Undefined::kNobodyTookPart));
  EXPECT_THAT(g.ratio_to_rest, Is(0));
  EXPECT_EQ(g.below_four_fifths, FigureOf<bool>(true));
  EXPECT_THAT(g.missing_to_parity, Is(7.4));
  // The others have nobody to compare with.
  EXPECT_THAT(reach.groups[1].ratio_to_rest, IsUndefined(Undefined::kNobodyToCompareWith));

  const GroupReach against = ReachOf({{74, 0}, {926, 100}}, 0).groups[1];
  EXPECT_THAT(against.parity_ratio, IsUndefined(Undefined::kNobodyToCompareWith));
  EXPECT_THAT(against.parity_interval, IsUndefined(Undefined::kNobodyToCompareWith));
  EXPECT_THAT(against.below_four_fifths, IsUndefined(Undefined::kNobodyToCompareWith));
  EXPECT_THAT(against.difference, Is(100.0 / 926));
}

TEST(Reach, WhereNobodyTookPartAtAll) {
  const Reach reach = ReachOf({{10, 0}, {20, 0}}, 1);
  EXPECT_THAT(reach.rate, Is(0));
  for (const GroupReach& g : reach.groups) {
    EXPECT_THAT(g.rate, Is(0));
    EXPECT_TRUE(g.rate_interval.defined());
    for (const Figure& figure : {g.representation_ratio, g.gap_points, g.parity_ratio,
                                 g.ratio_to_rest, g.difference, g.missing_to_parity}) {
      EXPECT_THAT(figure, IsUndefined(Undefined::kNobodyTookPart));
    }
    EXPECT_THAT(g.below_four_fifths, IsUndefined(Undefined::kNobodyTookPart));
  }
  const Reach nobody = ReachOf({{0, 0}}, 0);
  EXPECT_THAT(nobody.rate, IsUndefined(Undefined::kEmptyPopulation));
  EXPECT_THAT(nobody.groups[0].gap_points, IsUndefined(Undefined::kEmptyPopulation));
}

TEST(Reach, WhereMoreTookPartThanThereAre) {
  const GroupReach g = ReachOf({{10, 12}, {100, 50}}, 1).groups[0];
  EXPECT_THAT(g.rate, Is(1.2));
  EXPECT_THAT(g.rate_interval, IsUndefined(Undefined::kMoreThanPopulation));
  EXPECT_THAT(g.parity_ratio, Is(2.4));
  EXPECT_THAT(g.parity_interval, IsUndefined(Undefined::kMoreThanPopulation));
  EXPECT_THAT(g.difference, Is(.7));
  EXPECT_THAT(g.difference_interval, IsUndefined(Undefined::kMoreThanPopulation));
  EXPECT_THAT(ReachOf({{10, 10}, {20, 20}}, 1).groups[0].parity_interval,
              IsUndefined(Undefined::kNoVariance));
}

}  // namespace
}  // namespace lotse::survey::statistics
