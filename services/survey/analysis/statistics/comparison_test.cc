#include "services/survey/analysis/statistics/comparison.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;
using Values = std::vector<double>;

const Values kFive = {1, 2, 3, 4, 5};

Moments Of(const Counts& counts) { return MomentsOf({.values = kFive, .counts = counts}); }

void ExpectNoTest(const MeanDifference& d, Undefined why, const char* name) {
  for (const Figure& figure : {d.t, d.df, d.p, d.effect}) {
    EXPECT_THAT(figure, IsUndefined(why)) << name;
  }
  EXPECT_THAT(d.interval, IsUndefined(why)) << name;
}

// Source of the values: R 4.2.2, t.test.
TEST(CompareMeans, IsWelchsTest) {
  const MeanDifference d = CompareMeans(Of({3, 7, 12, 9, 4}), Of({2, 4, 9, 11, 6}));
  EXPECT_THAT(d.value, Is(109.0 / 35 - 111.0 / 32));
  EXPECT_THAT(d.t, Is(-1.2783829010847705));
  EXPECT_THAT(d.df, Is(64.42604585041677));
  EXPECT_THAT(d.p, Is(0.20570079813873515));
  EXPECT_THAT(d.interval, Spans(-0.90831527915212362, 0.19938670772355221));
  EXPECT_THAT(d.effect, Is(-0.31272006063509883));
}

TEST(CompareMeans, OneGroupMayNotVary) {
  const MeanDifference d = CompareMeans(Of({0, 0, 0, 2, 0}), Of({1, 0, 1, 0, 0}));
  EXPECT_THAT(d.value, Is(2));
  EXPECT_THAT(d.t, Is(2));
  EXPECT_THAT(d.df, Is(1));
  EXPECT_THAT(d.p, Is(0.29516723530086653));  // 1 - 2 / pi atan(2)
  EXPECT_THAT(d.effect, Is(2));
}

TEST(CompareMeans, IsUndefinedForAReason) {
  const Counts some = {1, 2, 0, 0, 0};
  const struct {
    const char* name;
    Counts first, second;
    bool has_value;
    Undefined why;
  } cases[] = {
      {"nobody first", Counts(5), some, false, Undefined::kEmptyBase},
      {"nobody second", some, Counts(5), false, Undefined::kEmptyBase},
      {"one first", {1, 0, 0, 0, 0}, some, true, Undefined::kTooFewCases},
      {"one second", some, {1, 0, 0, 0, 0}, true, Undefined::kTooFewCases},
      {"all alike", {2, 0, 0, 0, 0}, {0, 0, 2, 0, 0}, true, Undefined::kNoVariance},
  };
  for (const auto& c : cases) {
    const MeanDifference d = CompareMeans(Of(c.first), Of(c.second));
    EXPECT_EQ(d.value.defined(), c.has_value) << c.name;
    ExpectNoTest(d, c.why, c.name);
  }
  const MeanDifference d = CompareMeans(Of(some), Of(some), 1.5);
  EXPECT_THAT(d.interval, IsUndefined(Undefined::kOutOfRange));
  EXPECT_THAT(d.p, Is(1));
}

// Source of the values: R 4.2.2, t.test(paired = TRUE).
TEST(ComparePairs, IsThePairedTest) {
  const Counts counts = {4, 2, 1, 3, 8, 2, 0, 5, 6};
  const Moments differences = DifferencesOf(Crosstab(counts, 3), {1.0, 2.0, 3.0});
  EXPECT_EQ(differences.n, 31);
  const MeanDifference d = ComparePairs(differences);
  EXPECT_THAT(d.value, Is(2.0 / 31));
  EXPECT_THAT(d.t, Is(0.4938647983247948));
  EXPECT_THAT(d.df, Is(30));
  EXPECT_THAT(d.p, Is(0.62499830487812491));
  EXPECT_THAT(d.interval, Spans(-0.20227655138693715, 0.33130880945145325));
  EXPECT_THAT(d.effect, Is(0.088700736263517044));
}

TEST(ComparePairs, IsTheSameOfColumns) {
  Values first;
  Values second;
  const Counts counts = {4, 2, 1, 3, 8, 2, 0, 5, 6};
  for (size_t cell = 0; cell < counts.size(); ++cell) {
    for (int64_t i = 0; i < counts[cell]; ++i) {
      first.push_back(static_cast<double>(cell / 3));
      second.push_back(static_cast<double>(cell % 3));
    }
  }
  const MeanDifference d = ComparePairs(DifferencesOf(first, second));
  EXPECT_THAT(d.t, Is(0.4938647983247948));
  EXPECT_THAT(d.df, Is(30));
}

TEST(ComparePairs, IsUndefinedForAReason) {
  const struct {
    const char* name;
    Values first, second;
    bool has_value;
    Undefined why;
  } cases[] = {
      {"nobody", {}, {}, false, Undefined::kEmptyBase},
      {"one", {1}, {2}, true, Undefined::kTooFewCases},
      {"all change alike", {1, 2, 3}, {2, 3, 4}, true, Undefined::kNoVariance},
  };
  for (const auto& c : cases) {
    const MeanDifference d = ComparePairs(DifferencesOf(c.first, c.second));
    EXPECT_EQ(d.value.defined(), c.has_value) << c.name;
    ExpectNoTest(d, c.why, c.name);
  }
  const Counts counts = {4, 2, 1, 3, 8, 2};
  ExpectNoTest(ComparePairs(DifferencesOf(Crosstab(counts, 3), {1.0, 2.0, 3.0})),
               Undefined::kOutOfRange, "not square");
  ExpectNoTest(ComparePairs(DifferencesOf(Crosstab(counts, 1), {1.0, 2.0})), Undefined::kOutOfRange,
               "a value too few");
}

// Source of the values: R 4.2.2, binom.test.
TEST(McNemar, IsExact) {
  const struct {
    int64_t only_first, only_second;
    double p;
  } cases[] = {
      {12, 6, 0.23788452148437511},
      {6, 12, 0.23788452148437511},
      {5, 5, 1},
      {0, 7, 2.0 / 128},
      {1, 0, 1},
  };
  for (const auto& c : cases) {
    EXPECT_THAT(ComparePairedShares(3, c.only_first, c.only_second, 4).p, Is(c.p));
  }
}

TEST(McNemar, HasADifferenceWithItsError) {
  const PairedShares s = ComparePairedShares(40, 18, 12, 30);
  EXPECT_EQ(s.n, 100);
  EXPECT_EQ(s.both, 40);
  EXPECT_EQ(s.only_first, 18);
  EXPECT_EQ(s.only_second, 12);
  EXPECT_EQ(s.neither, 30);
  EXPECT_THAT(s.difference, Is(0.06));
  EXPECT_THAT(s.standard_error, Is(0.054442630355264796));
  // All change from yes to no.
  EXPECT_THAT(ComparePairedShares(0, 9, 0, 0).standard_error, Is(0));
}

TEST(McNemar, IsUndefinedForAReason) {
  const PairedShares nobody = ComparePairedShares(0, 0, 0, 0);
  EXPECT_THAT(nobody.difference, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.standard_error, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.p, IsUndefined(Undefined::kEmptyBase));
  const PairedShares nothing_changed = ComparePairedShares(3, 0, 0, 4);
  EXPECT_THAT(nothing_changed.difference, Is(0));
  EXPECT_THAT(nothing_changed.p, IsUndefined(Undefined::kNoChange));
}

}  // namespace
}  // namespace lotse::survey::statistics
