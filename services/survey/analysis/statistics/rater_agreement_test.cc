#include "services/survey/analysis/statistics/rater_agreement.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Column = std::vector<uint8_t>;

std::vector<absl::Span<const uint8_t>> Spanned(const std::vector<Column>& columns) {
  return {columns.begin(), columns.end()};
}

// Fleiss 1971, table 1: 30 patients whom 6 psychiatrists put into 5 categories.
std::vector<Column> Diagnoses() {
  const uint8_t counts[30][5] = {
      {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
      {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
      {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
      {0, 0, 5, 0, 1}, {3, 0, 0, 1, 2}, {5, 1, 0, 0, 0}, {0, 2, 0, 4, 0}, {1, 0, 2, 0, 3},
      {0, 0, 0, 0, 6}, {0, 1, 0, 5, 0}, {0, 2, 0, 1, 3}, {2, 0, 0, 4, 0}, {1, 0, 0, 4, 1},
      {0, 5, 0, 1, 0}, {4, 0, 0, 0, 2}, {0, 2, 0, 4, 0}, {1, 0, 5, 0, 0}, {0, 0, 0, 0, 6}};
  std::vector<Column> raters(6);
  for (const auto& row : counts) {
    size_t rater = 0;
    for (uint8_t category = 0; category < 5; ++category) {
      for (int i = 0; i < row[category]; ++i) {
        raters[rater++].push_back(static_cast<uint8_t>(category + 1));
      }
    }
  }
  return raters;
}

// The paper prints a share of agreement of .555, .220 by chance, and kappa .430; that is also what
// kappam.fleiss of the R package irr gives, with z = 17.65 by the standard error of 1979 and .245,
// .245, .520, .471 and .566 by category.
TEST(FleissKappa, IsThatOfThePaper) {
  const std::vector<Column> columns = Diagnoses();
  const FleissKappa result = FleissKappaOf(Spanned(columns), 5);
  EXPECT_EQ(result.n, 30);
  EXPECT_NEAR(result.observed.value(), .555, .0006);
  EXPECT_NEAR(result.expected.value(), .220, .0006);
  EXPECT_NEAR(result.kappa.value(), .430, .0006);
  EXPECT_NEAR(result.kappa.value() / result.null_standard_error.value(), 17.65, .006);
  const double by_category[] = {.245, .245, .520, .471, .566};
  ASSERT_EQ(result.by_category.size(), 5);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_NEAR(result.by_category[i].value(), by_category[i], .0006) << i;
  }
  // Which rater gave which code is the same to it.
  EXPECT_THAT(PairwiseAgreementOf(Spanned(columns), 5).observed, Is(result.observed.value()));
}

TEST(FleissKappa, CountsOnlyUnitsThatAllRated) {
  std::vector<Column> columns = Diagnoses();
  const FleissKappa whole = FleissKappaOf(Spanned(columns), 5);
  for (Column& column : columns) column.push_back(5);
  columns[2].back() = 0;
  for (Column& column : columns) column.push_back(1);
  columns[4].back() = 6;
  const FleissKappa same = FleissKappaOf(Spanned(columns), 5);
  EXPECT_EQ(same.n, 30);
  EXPECT_EQ(same.kappa, whole.kappa);
  EXPECT_EQ(same.null_standard_error, whole.null_standard_error);
}

TEST(FleissKappa, OfFullAgreementIsOne) {
  const std::vector<Column> columns(3, {1, 2, 2, 1});
  const FleissKappa result = FleissKappaOf(Spanned(columns), 3);
  EXPECT_THAT(result.kappa, Is(1));
  EXPECT_THAT(result.by_category[0], Is(1));
  EXPECT_THAT(result.by_category[2], IsUndefined(Undefined::kNoVariance));
}

TEST(FleissKappa, IsUndefinedForAReason) {
  const struct {
    const char* name;
    std::vector<Column> columns;
    bool has_observed;
    Undefined why;
  } cases[] = {
      {"nobody", {}, false, Undefined::kTooFewCases},
      {"one rater", {{1, 2}}, false, Undefined::kTooFewCases},
      {"nothing", {{}, {}}, false, Undefined::kEmptyBase},
      {"no unit of both", {{1, 0}, {0, 2}}, false, Undefined::kEmptyBase},
      {"no code", {{3, 3}, {1, 2}}, false, Undefined::kEmptyBase},
      {"all in one", {{2, 2}, {2, 2}}, true, Undefined::kNoVariance},
  };
  for (const auto& c : cases) {
    const FleissKappa result = FleissKappaOf(Spanned(c.columns), 2);
    EXPECT_EQ(result.observed.defined(), c.has_observed) << c.name;
    EXPECT_EQ(result.expected.defined(), c.has_observed) << c.name;
    EXPECT_THAT(result.kappa, IsUndefined(c.why)) << c.name;
    EXPECT_THAT(result.null_standard_error, IsUndefined(c.why)) << c.name;
    EXPECT_THAT(result.by_category, testing::Each(IsUndefined(c.why))) << c.name;
  }
}

// By hand from the formulas: they agree on 6 of 8 units, in three categories.
TEST(PairwiseAgreement, OfTwoRatersIsTheShareOfUnits) {
  const std::vector<Column> columns = {{1, 2, 3, 1, 2, 3, 1, 2, 0}, {1, 2, 3, 1, 2, 3, 2, 1, 3}};
  const PairwiseAgreement result = PairwiseAgreementOf(Spanned(columns), 3);
  EXPECT_EQ(result.n, 8);
  EXPECT_THAT(result.observed, Is(.75));
  EXPECT_THAT(result.brennan_prediger, Is((.75 - 1.0 / 3) / (2.0 / 3)));
  EXPECT_THAT(result.standard_error, Is(std::sqrt(.75 * .25 / 8) * 1.5));
}

// By hand: of three raters all three pairs agree on the first unit, one on the second; the third
// has two codes that differ.
TEST(PairwiseAgreement, OfMoreRatersIsTheMeanShareOfPairs) {
  const std::vector<Column> columns = {{1, 1, 0}, {1, 2, 1}, {1, 2, 2}};
  const PairwiseAgreement result = PairwiseAgreementOf(Spanned(columns), 2);
  EXPECT_EQ(result.n, 3);
  EXPECT_THAT(result.observed, Is(4.0 / 9));
  EXPECT_THAT(result.brennan_prediger, Is(-1.0 / 9));
}

// The tables of the vignette "overview" of irrCAC 1.0 (Gwet), with what it prints of them.
TEST(PairwiseAgreement, IsThatOfIrrcac) {
  const int64_t pairs[3][3] = {{13, 0, 0}, {0, 20, 7}, {0, 4, 56}};  // cont3x3abstractors
  std::vector<std::vector<uint8_t>> two(2);
  for (uint8_t row = 0; row < 3; ++row) {
    for (uint8_t column = 0; column < 3; ++column) {
      two[0].insert(two[0].end(), static_cast<size_t>(pairs[row][column]), row + 1);
      two[1].insert(two[1].end(), static_cast<size_t>(pairs[row][column]), column + 1);
    }
  }
  const PairwiseAgreement of_two = PairwiseAgreementOf(Spanned(two), 3);
  EXPECT_NEAR(of_two.observed.value(), .89, 5e-9);
  EXPECT_NEAR(of_two.brennan_prediger.value(), .835, 5e-9);
  EXPECT_NEAR(of_two.standard_error.value(), .04693346, 5e-9);
  const std::vector<std::vector<uint8_t>> four = {{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
                                                  {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
                                                  {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
                                                  {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}};
  const PairwiseAgreement of_four = PairwiseAgreementOf(Spanned(four), 5);
  EXPECT_EQ(of_four.n, 11);
  EXPECT_NEAR(of_four.observed.value(), .8181818, 5e-8);
  EXPECT_NEAR(of_four.brennan_prediger.value(), .77273, 5e-6);
  // As the header says how the one error becomes the other; N is 12.
  const double b = of_four.brennan_prediger.value();
  const double s = of_four.standard_error.value();
  EXPECT_NEAR(std::sqrt((12 * s * s + b * b / 11) / 11), .14472, 5e-6);
}

TEST(PairwiseAgreement, IsUndefinedForAReason) {
  EXPECT_THAT(PairwiseAgreementOf({}, 2).observed, IsUndefined(Undefined::kEmptyBase));
  const std::vector<Column> alone = {{1, 0}, {0, 2}};
  EXPECT_THAT(PairwiseAgreementOf(Spanned(alone), 2).brennan_prediger,
              IsUndefined(Undefined::kEmptyBase));
  const std::vector<Column> one = {{1, 1}, {1, 1}};
  const PairwiseAgreement result = PairwiseAgreementOf(Spanned(one), 1);
  EXPECT_THAT(result.observed, Is(1));
  EXPECT_THAT(result.brennan_prediger, IsUndefined(Undefined::kTooFewCategories));
  EXPECT_THAT(result.standard_error, IsUndefined(Undefined::kTooFewCategories));
}

}  // namespace
}  // namespace lotse::survey::statistics
