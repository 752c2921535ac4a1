#include "services/survey/analysis/statistics/association.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;

// Source of the values: R 4.2.2, chisq.test(correct = FALSE), and the formulas of the header.
TEST(Association, OfATable) {
  const Counts counts = {12, 5, 3, 8, 9, 14};
  const Crosstab table(counts, 3);
  const Association a = AssociationOf(table);
  EXPECT_EQ(a.n, 51);
  EXPECT_EQ(a.rows, 2);
  EXPECT_EQ(a.columns, 3);
  EXPECT_EQ(a.df, 2);
  EXPECT_THAT(a.chi_square, Is(7.0142626728110598));
  EXPECT_THAT(a.p, Is(0.029982801758976635));
  EXPECT_THAT(a.g_square, Is(7.2960917877625224));
  EXPECT_THAT(a.g_p, Is(0.026041967858836019));
  EXPECT_THAT(a.smallest_expected, Is(280.0 / 51));
  EXPECT_EQ(a.cells_expected_below_5, 0);
  EXPECT_FALSE(a.expected_too_small);
  EXPECT_THAT(a.cramers_v, Is(0.37085652510368694));
  EXPECT_THAT(a.corrected_v, Is(0.31547593169941479));
  const double residuals[] = {2.4419077852436843, -0.31503903760857505, -2.230832334180632};
  for (size_t column = 0; column < 3; ++column) {
    EXPECT_THAT(AdjustedResidual(table, 0, column), Is(residuals[column]));
    EXPECT_THAT(AdjustedResidual(table, 1, column), Is(-residuals[column]));
  }
}

TEST(Association, OfIndependentQuestionsIsExactlyZero) {
  const Counts counts = {7, 21, 49, 3, 9, 21, 1, 3, 7};
  const Association a = AssociationOf(Crosstab(counts, 3));
  EXPECT_EQ(a.chi_square.value(), 0);
  EXPECT_EQ(a.g_square.value(), 0);
  EXPECT_EQ(a.p.value(), 1);
  EXPECT_EQ(a.cramers_v.value(), 0);
  EXPECT_EQ(a.corrected_v.value(), 0);
}

TEST(Association, OfOneAndTheSameQuestionIsOne) {
  const Counts counts = {10, 0, 0, 0, 20, 0, 0, 0, 5};
  const Association a = AssociationOf(Crosstab(counts, 3));
  EXPECT_THAT(a.cramers_v, Is(1));
  EXPECT_THAT(a.corrected_v, Is(1));
}

TEST(Association, LeavesOutWhatNobodyChose) {
  const Counts with = {12, 5, 0, 3, 0, 0, 0, 0, 8, 9, 0, 14};
  const Counts without = {12, 5, 3, 8, 9, 14};
  const Association a = AssociationOf(Crosstab(with, 4));
  const Association b = AssociationOf(Crosstab(without, 3));
  EXPECT_EQ(a.rows, 2);
  EXPECT_EQ(a.columns, 3);
  EXPECT_EQ(a.df, 2);
  EXPECT_EQ(a.chi_square, b.chi_square);
  EXPECT_EQ(a.g_square, b.g_square);
  EXPECT_EQ(a.p, b.p);
  EXPECT_EQ(a.corrected_v, b.corrected_v);
  EXPECT_EQ(a.smallest_expected, b.smallest_expected);
}

TEST(Association, WarnsIfMoreThanAFifthIsExpectedBelowFive) {
  const struct {
    const char* name;
    Counts counts;
    size_t columns;
    int64_t below_5;
    bool warns;
  } cases[] = {
      {"5 is enough", {5, 5, 5, 5}, 2, 0, false},
      {"half of the cells", {1, 4, 30, 30}, 2, 2, true},
      // 2 x 5 with one small column: 2 of 10.
      {"a fifth is not more", {4, 20, 20, 20, 20, 4, 20, 20, 20, 20}, 5, 2, false},
      {"two small columns", {4, 4, 20, 20, 20, 4, 4, 20, 20, 20}, 5, 4, true},
      // The empty column does not dilute: 2 of 6.
      {"empty columns do not count", {4, 20, 20, 0, 0, 4, 20, 20, 0, 0}, 5, 2, true},
  };
  for (const auto& c : cases) {
    const Association a = AssociationOf(Crosstab(c.counts, c.columns));
    EXPECT_EQ(a.cells_expected_below_5, c.below_5) << c.name;
    EXPECT_EQ(a.expected_too_small, c.warns) << c.name;
  }
}

TEST(Association, IsUndefinedForAReason) {
  const struct {
    const char* name;
    Counts counts;
    size_t columns;
    Undefined why;
  } cases[] = {
      {"nobody", {0, 0, 0, 0}, 2, Undefined::kEmptyBase},
      {"no table", {}, 2, Undefined::kEmptyBase},
      {"one row", {3, 4, 0, 0}, 2, Undefined::kTooFewCategories},
      {"one column", {3, 0, 4, 0}, 2, Undefined::kTooFewCategories},
  };
  for (const auto& c : cases) {
    const Association a = AssociationOf(Crosstab(c.counts, c.columns));
    EXPECT_EQ(a.df, 0) << c.name;
    EXPECT_FALSE(a.expected_too_small) << c.name;
    for (const Figure& figure :
         {a.chi_square, a.p, a.g_square, a.g_p, a.smallest_expected, a.cramers_v, a.corrected_v}) {
      EXPECT_THAT(figure, IsUndefined(c.why)) << c.name;
    }
  }
  // n is too small for two categories: r~ = 2 - 1 / 1 = 1.
  const Counts two = {1, 0, 0, 1};
  EXPECT_THAT(AssociationOf(Crosstab(two, 2)).cramers_v, Is(1));
  EXPECT_THAT(AssociationOf(Crosstab(two, 2)).corrected_v, IsUndefined(Undefined::kTooFewCases));
}

TEST(AdjustedResidual, IsUndefinedForAReason) {
  const Counts nobody = {0, 0, 0, 0};
  EXPECT_THAT(AdjustedResidual(Crosstab(nobody, 2), 0, 0), IsUndefined(Undefined::kEmptyBase));
  const Counts empty_row = {0, 0, 3, 4};
  EXPECT_THAT(AdjustedResidual(Crosstab(empty_row, 2), 0, 1),
              IsUndefined(Undefined::kZeroExpected));
  EXPECT_THAT(AdjustedResidual(Crosstab(empty_row, 2), 1, 1),
              IsUndefined(Undefined::kTooFewCategories));
}

}  // namespace
}  // namespace lotse::survey::statistics
