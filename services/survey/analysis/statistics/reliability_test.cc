#include "services/survey/analysis/statistics/reliability.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using testing::ElementsAre;
using Column = std::vector<uint8_t>;

// Three items of five levels, the last one reversed; 0 and 9 are no answers.
const Column kFirst = {1, 2, 3, 4, 5, 0, 3, 2};
const Column kSecond = {2, 2, 4, 4, 5, 3, 9, 1};
const Column kThird = {5, 4, 2, 2, 1, 3, 3, 5};
const std::vector<Item> kItems = {
    {.codes = kFirst}, {.codes = kSecond}, {.codes = kThird, .reversed = true}};
const Battery kBattery = {.items = kItems, .levels = 5};

// Source of the values: R 4.2.2, cov(use = "pairwise") and the formulas of the header.
TEST(Reliability, PairwiseAndListwise) {
  const Reliability r = ReliabilityOf(kBattery);
  EXPECT_EQ(r.n, 8);
  EXPECT_THAT(r.item_n, ElementsAre(7, 7, 8));
  EXPECT_EQ(r.smallest_pair_n, 6);
  EXPECT_EQ(r.listwise_n, 6);

  EXPECT_THAT(r.pairwise.raw, Is(1.0114341718392683));
  EXPECT_THAT(r.pairwise.average_correlation, Is(1.0366953453284935));
  EXPECT_THAT(r.pairwise.standardized, Is(1.0119396943057211));
  EXPECT_THAT(r.pairwise.if_deleted,
              ElementsAre(Is(1.024630541871921), Is(1.0022641509433963), Is(1.024390243902439)));
  EXPECT_THAT(r.pairwise.item_rest_correlation,
              ElementsAre(Is(1.0163484559237848), Is(1.0491086363278161), Is(1.0169701694133078)));

  EXPECT_THAT(r.listwise.raw, Is(0.97360248447204978));
  EXPECT_THAT(r.listwise.average_correlation, Is(0.92831092018493599));
  EXPECT_THAT(r.listwise.standardized, Is(0.9749042457066065));
  EXPECT_THAT(r.listwise.if_deleted, ElementsAre(Is(0.98422712933753931), Is(0.95945945945945965),
                                                 Is(0.93385214007782102)));
  EXPECT_THAT(
      r.listwise.item_rest_correlation,
      ElementsAre(Is(0.91260950186136502), Is(0.94529417700580443), Is(0.9852006811355295)));
}

TEST(Reliability, OfYesAndNoIsKuderRichardson20) {
  const Column a = {2, 2, 2, 1, 2, 1, 1, 2, 2, 1};
  const Column b = {2, 1, 2, 1, 2, 1, 1, 2, 2, 1};
  const Column c = {2, 2, 1, 1, 2, 1, 2, 2, 1, 1};
  const Column d = {1, 2, 2, 1, 2, 1, 1, 2, 2, 2};
  const std::vector<Item> items = {{.codes = a}, {.codes = b}, {.codes = c}, {.codes = d}};
  // By its own formula, in R: K / (K - 1) (1 - sum of p q / variance of the sum with n).
  EXPECT_THAT(ReliabilityOf({.items = items, .levels = 2}).listwise.raw, Is(0.72839506172839497));
}

void ExpectUndefined(const Alpha& alpha, Undefined why, size_t items, const char* name) {
  EXPECT_THAT(alpha.raw, IsUndefined(why)) << name;
  EXPECT_THAT(alpha.standardized, IsUndefined(why)) << name;
  EXPECT_THAT(alpha.average_correlation, IsUndefined(why)) << name;
  EXPECT_THAT(alpha.if_deleted, testing::SizeIs(items)) << name;
  EXPECT_THAT(
      alpha.if_deleted,
      testing::Each(testing::Not(testing::Truly([](const Figure& f) { return f.defined(); }))))
      << name;
  EXPECT_THAT(alpha.item_rest_correlation, testing::SizeIs(items)) << name;
  EXPECT_THAT(alpha.item_rest_correlation, testing::Each(IsUndefined(why))) << name;
}

TEST(Reliability, IsUndefinedForAReason) {
  const struct {
    const char* name;
    std::vector<Column> columns;
    Undefined pairwise, listwise;
  } cases[] = {
      {"no items", {}, Undefined::kTooFewItems, Undefined::kTooFewItems},
      {"one item", {{1, 2, 3}}, Undefined::kTooFewItems, Undefined::kTooFewItems},
      {"nobody", {{}, {}}, Undefined::kTooFewCases, Undefined::kTooFewCases},
      {"one person", {{1}, {2}}, Undefined::kTooFewCases, Undefined::kTooFewCases},
      {"nobody answered both",
       {{1, 2, 0, 0}, {0, 0, 1, 2}},
       Undefined::kTooFewCases,
       Undefined::kTooFewCases},
      {"all alike", {{3, 3, 3}, {4, 4, 4}}, Undefined::kNoVariance, Undefined::kNoVariance},
  };
  for (const auto& c : cases) {
    std::vector<Item> items;
    for (const Column& column : c.columns) items.push_back({.codes = column});
    const Reliability r = ReliabilityOf({.items = items, .levels = 5});
    ExpectUndefined(r.pairwise, c.pairwise, items.size(), c.name);
    ExpectUndefined(r.listwise, c.listwise, items.size(), c.name);
  }
}

TEST(Reliability, PairsMayBeEnoughWhereNobodyAnsweredAll) {
  const Column a = {1, 2, 3, 1, 2, 3, 0, 0, 0};
  const Column b = {1, 2, 3, 0, 0, 0, 1, 2, 3};
  const Column c = {0, 0, 0, 1, 2, 3, 1, 2, 3};
  const std::vector<Item> items = {{.codes = a}, {.codes = b}, {.codes = c}};
  const Reliability r = ReliabilityOf({.items = items, .levels = 3});
  EXPECT_EQ(r.smallest_pair_n, 3);
  EXPECT_EQ(r.listwise_n, 0);
  // Variances 4/5, covariances 1.
  EXPECT_THAT(r.pairwise.raw, Is(1.5 * (1 - 2.4 / 8.4)));
  ExpectUndefined(r.listwise, Undefined::kTooFewCases, 3, "listwise");
}

TEST(Reliability, ItemsThatCancelOutHaveNoAlpha) {
  const Column up = {1, 2, 3, 4};
  const std::vector<Item> items = {{.codes = up}, {.codes = up, .reversed = true}};
  const Alpha alpha = ReliabilityOf({.items = items, .levels = 4}).listwise;
  EXPECT_THAT(alpha.raw, IsUndefined(Undefined::kNoVariance));
  EXPECT_THAT(alpha.standardized, IsUndefined(Undefined::kNoVariance));
  EXPECT_THAT(alpha.average_correlation, Is(-1));
  EXPECT_THAT(alpha.if_deleted, testing::Each(IsUndefined(Undefined::kTooFewItems)));
  EXPECT_THAT(alpha.item_rest_correlation, testing::Each(Is(-1)));
}

TEST(Reliability, AnItemThatDoesNotVaryIsOnlyMissedByCorrelations) {
  const Column a = {1, 2, 3, 4};
  const Column b = {1, 2, 4, 3};
  const Column same = {2, 2, 2, 2};
  const std::vector<Item> items = {{.codes = a}, {.codes = b}, {.codes = same}};
  const Alpha alpha = ReliabilityOf({.items = items, .levels = 4}).listwise;
  // Variances 5/3, covariance 4/3.
  EXPECT_THAT(alpha.raw, Is(1.5 * (1 - 10.0 / 18)));
  EXPECT_THAT(alpha.average_correlation, IsUndefined(Undefined::kNoVariance));
  EXPECT_THAT(alpha.standardized, IsUndefined(Undefined::kNoVariance));
  EXPECT_THAT(alpha.item_rest_correlation,
              ElementsAre(Is(0.8), Is(0.8), IsUndefined(Undefined::kNoVariance)));
  EXPECT_THAT(alpha.if_deleted[2], Is(2 * (1 - 10.0 / 18)));
}

TEST(Reliability, NegativeAlphaIsAValue) {
  const Column a = {1, 2, 3, 4};
  const Column b = {3, 4, 2, 1};
  const std::vector<Item> items = {{.codes = a}, {.codes = b}};
  // Variances 5/3, covariance -4/3.
  EXPECT_THAT(ReliabilityOf({.items = items, .levels = 4}).listwise.raw, Is(2 * (1 - 10.0 / 2)));
}

}  // namespace
}  // namespace lotse::survey::statistics
