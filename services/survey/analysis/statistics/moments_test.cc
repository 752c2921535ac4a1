#include "services/survey/analysis/statistics/moments.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;
using Values = std::vector<double>;

const Values kFive = {1, 2, 3, 4, 5};
const Counts kSome = {3, 7, 12, 9, 4};

// Source of the values: R 4.2.2, mean, sd, t.test.
TEST(Summary, IsThatOfTheCounts) {
  const Moments moments = MomentsOf({.values = kFive, .counts = kSome});
  const Summary s = SummaryOf(moments);
  EXPECT_EQ(s.n, 35);
  EXPECT_THAT(s.mean, Is(109.0 / 35));
  EXPECT_THAT(moments.variance, Is(s.sd.value() * s.sd.value()));
  EXPECT_THAT(s.sd, Is(1.1316679145878277));
  EXPECT_THAT(s.standard_error, Is(0.19128679059073));
  EXPECT_THAT(s.interval, Spans(2.7255441844026951, 3.5030272441687331));
  EXPECT_THAT(SummaryOf(moments, 0.9).interval, Spans(2.7908342403790005, 3.4377371881924281));
}

TEST(Summary, IsTheSameOfAColumn) {
  Values column;
  for (size_t i = 0; i < kFive.size(); ++i) {
    column.insert(column.end(), static_cast<size_t>(kSome[i]), kFive[i]);
  }
  const Moments counts = MomentsOf({.values = kFive, .counts = kSome});
  const Moments each = MomentsOf(column);
  EXPECT_EQ(each.n, counts.n);
  EXPECT_THAT(each.mean, Is(counts.mean.value()));
  EXPECT_THAT(each.variance, Is(counts.variance.value()));

  const Moments numbers = MomentsOf(Values{-1.5, 2.25, 3, 10.125});
  EXPECT_THAT(numbers.mean, Is(3.46875));
  EXPECT_THAT(numbers.variance, Is(23.56640625));
}

TEST(Summary, LargeNumbersKeepTheirSpread) {
  EXPECT_THAT(MomentsOf(Values{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}).variance, Is(30));
}

TEST(Summary, IsUndefinedForAReason) {
  const struct {
    const char* name;
    Counts counts;
    Undefined why;
  } cases[] = {
      {"nobody", {0, 0, 0, 0, 0}, Undefined::kEmptyBase},
      {"one", {0, 0, 1, 0, 0}, Undefined::kTooFewCases},
  };
  for (const auto& c : cases) {
    const Summary s = SummaryOf(MomentsOf({.values = kFive, .counts = c.counts}));
    EXPECT_EQ(s.mean.defined(), s.n == 1) << c.name;
    EXPECT_THAT(s.sd, IsUndefined(c.why)) << c.name;
    EXPECT_THAT(s.standard_error, IsUndefined(c.why)) << c.name;
    EXPECT_THAT(s.interval, IsUndefined(c.why)) << c.name;
  }
  // 0.1 is no binary fraction: the mean of many is not 0.1 to the last bit.
  const Summary equal = SummaryOf(MomentsOf(Values(10'001, 0.1)));
  EXPECT_EQ(equal.sd, Figure(0.0));
  EXPECT_EQ(equal.standard_error, Figure(0.0));
  EXPECT_THAT(equal.interval, IsUndefined(Undefined::kNoVariance));
  EXPECT_THAT(SummaryOf(MomentsOf({.values = kFive, .counts = kSome}), 95).interval,
              IsUndefined(Undefined::kOutOfRange));
  const double huge = std::numeric_limits<double>::max();
  EXPECT_THAT(SummaryOf(MomentsOf(Values{huge, -huge})).sd, IsUndefined(Undefined::kOutOfRange));
}

// Source of the values: R 4.2.2, quantile(type = 7).
TEST(Quantile, IsOfTypeSeven) {
  const struct {
    double p, of_counts, of_numbers;
  } cases[] = {
      {0, 1, -1.5},      {.1, 2, -0.375},   {.25, 2, 1.3125}, {.5, 3, 2.625},
      {.75, 4, 4.78125}, {.9, 4.6, 7.9875}, {1, 5, 10.125},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(QuantileOf({.values = kFive, .counts = kSome}, c.p), Is(c.of_counts)) << c.p;
    EXPECT_THAT(QuantileOf(Values{-1.5, 2.25, 3, 10.125}, c.p), Is(c.of_numbers)) << c.p;
  }
}

TEST(Quantile, SkipsEmptyCategories) {
  const Counts ends = {2, 0, 0, 0, 2};
  EXPECT_THAT(QuantileOf({.values = kFive, .counts = ends}, .5), Is(3));
  const Counts last = {0, 0, 0, 0, 1};
  for (const double p : {0.0, .5, 1.0}) {
    EXPECT_THAT(QuantileOf({.values = kFive, .counts = last}, p), Is(5));
  }
}

TEST(Quantile, IsUndefinedForAReason) {
  const Counts nobody(5);
  EXPECT_THAT(QuantileOf({.values = kFive, .counts = nobody}, .5),
              IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(QuantileOf(Values{}, .5), IsUndefined(Undefined::kEmptyBase));
  for (const double p : {-0.1, 1.1, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_THAT(QuantileOf(Values{1, 2}, p), IsUndefined(Undefined::kOutOfRange));
  }
}

}  // namespace
}  // namespace lotse::survey::statistics
