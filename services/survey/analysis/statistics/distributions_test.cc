#include "services/survey/analysis/statistics/distributions.h"

#include <gtest/gtest.h>

#include <limits>

#include "services/survey/analysis/statistics/figure.h"
#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

// Source of the values: R 4.2.2, qnorm, qt, qchisq, qf, pt, pnorm, pchisq, pf, pbinom.
TEST(Distributions, AreThoseOfR) {
  const struct {
    const char* name;
    double actual, expected;
  } cases[] = {
      {"normal .975", NormalQuantile(.975), 1.9599639845400536},
      {"normal .5", NormalQuantile(.5), 0},
      {"normal 1e-10", NormalQuantile(1e-10), -6.3613409024040557},
      {"t .975, 1", StudentQuantile(1, .975), 12.706204736174694},
      {"t .975, 2783", StudentQuantile(2783, .975), 1.9608167641854679},
      {"t .05, 3.5", StudentQuantile(3.5, .05), -2.2224334936496009},
      {"chi-square .95, 1", ChiSquareQuantile(1, .95), 3.841458820694124},
      {"chi-square .95, 4", ChiSquareQuantile(4, .95), 9.487729036781154},
      {"F .95, 3, 20", FQuantile(3, 20, .95), 3.0983912121407795},
      {"t both tails", StudentBothTails(7, -2.5), 0.040992218585752874},
      {"t both tails, other side", StudentBothTails(7, 2.5), 0.040992218585752874},
      {"t far out", StudentBothTails(1588.6, 40), 1.2799240882110162e-242},
      {"normal both tails", NormalBothTails(1.96), 0.049995790296440856},
      {"chi-square above", ChiSquareUpperTail(1, 3.84), 0.050043521248705224},
      {"chi-square far out", ChiSquareUpperTail(1, 456.87), 2.3069507707399743e-101},
      {"F above", FUpperTail(3, 20, 2.5), 0.088843751937689272},
      {"coin", FairCoinLowerTail(3, 12), 299.0 / 4096},
      {"coin, many", FairCoinLowerTail(450, 1000), 0.00086526804248815816},
      {"normal factor", NormalFactor(.99), 2.5758293035488999},
      {"t factor", StudentFactor(29, .95), 2.0452296421327034},
  };
  for (const auto& c : cases) EXPECT_THAT(c.actual, IsNear(c.expected)) << c.name;
}

TEST(Distributions, WhatIsNotDefinedThrowsNothing) {
  const double infinity = std::numeric_limits<double>::infinity();
  for (const double value :
       {NormalQuantile(1.5), NormalQuantile(-1), StudentQuantile(-1, .5), StudentBothTails(0, 1),
        ChiSquareQuantile(0, .5), ChiSquareUpperTail(-1, 2), FQuantile(1, 1, 2),
        FUpperTail(1, -1, 2), NormalFactor(0), NormalFactor(1), NormalFactor(-0.5),
        NormalFactor(infinity), StudentFactor(5, 1.1), StudentFactor(0, .95)}) {
    EXPECT_THAT(Figure(value), IsUndefined(Undefined::kOutOfRange));
  }
}

TEST(Distributions, TermsKeepTheirDigitsNearZero) {
  // x^2 / 2 - x^3 / 6 + x^4 / 12 and x^2 / 2 - x^3 / 3 + x^4 / 4.
  EXPECT_THAT(RelativeEntropyTerm(1e-7), IsNear(5e-15 - 1e-21 / 6));
  EXPECT_THAT(LogDeviationTerm(1e-7), IsNear(5e-15 - 1e-21 / 3));
  EXPECT_EQ(RelativeEntropyTerm(0), 0);
  EXPECT_EQ(LogDeviationTerm(0), 0);
  EXPECT_EQ(RelativeEntropyTerm(-1), 1);
  EXPECT_THAT(RelativeEntropyTerm(1), IsNear(2 * 0.69314718055994531 - 1));
  EXPECT_THAT(LogDeviationTerm(1), IsNear(1 - 0.69314718055994531));
  EXPECT_THAT(LogDeviationTerm(-0.5), IsNear(0.69314718055994531 - 0.5));
}

TEST(Figure, IsNeverInfiniteAndAlwaysANumber) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double value : {infinity, -infinity, nan}) {
    EXPECT_THAT(Figure(value), IsUndefined(Undefined::kOutOfRange));
    EXPECT_THAT(FigureOf<Interval>(Interval{0, value}), IsUndefined(Undefined::kOutOfRange));
    EXPECT_THAT(FigureOf<Interval>(Interval{value, 0}), IsUndefined(Undefined::kOutOfRange));
  }
  EXPECT_TRUE(Figure(0.0).defined());
  EXPECT_THAT(Figure(), IsUndefined(Undefined::kEmptyBase));
  EXPECT_THROW(Figure().value(), std::bad_variant_access);
  EXPECT_THROW(Figure(1.0).why(), std::bad_variant_access);
  EXPECT_EQ(Figure(1.0), Figure(1.0));
  EXPECT_FALSE(Figure(1.0) == Figure(Undefined::kEmptyBase));
  EXPECT_FALSE(Figure(Undefined::kNoVariance) == Figure(Undefined::kEmptyBase));
}

}  // namespace
}  // namespace lotse::survey::statistics
