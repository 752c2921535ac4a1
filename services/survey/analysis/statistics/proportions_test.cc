#include "services/survey/analysis/statistics/proportions.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;

// 81 of 263, 15 of 148, 0 of 20, 1 of 29: Newcombe 1998a, Table I, method 3, has .2553 to
// .3662, .0624 to .1605, .0000 to .1611, .0061 to .1718. All digits: R 4.2.2.
TEST(Wilson, IsThatOfThePaper) {
  const struct {
    int64_t count, n;
    double confidence, lower, upper;
  } cases[] = {
      {81, 263, .95, 0.25528851987827428, 0.3662095769828001},
      {0, 20, .95, 0, 0.1611251580528193},
      {1, 29, .95, 0.0061132142927626532, 0.17175521879320282},
      {29, 29, .95, 0.88303020150025935, 1},
      {81, 263, .99, 0.24013690268760773, 0.38528250231822986},
  };
  for (const auto& c : cases) {
    const Share share = ShareOf(c.count, c.n, c.confidence);
    EXPECT_EQ(share.count, c.count);
    EXPECT_EQ(share.n, c.n);
    EXPECT_THAT(share.value, Is(static_cast<double>(c.count) / static_cast<double>(c.n)));
    EXPECT_THAT(share.interval, Spans(c.lower, c.upper)) << c.count << " of " << c.n;
  }
}

TEST(Wilson, NeverLeavesZeroToOne) {
  for (int64_t n = 1; n <= 200; ++n) {
    for (int64_t count = 0; count <= n; ++count) {
      const auto [lower, upper] = ShareOf(count, n).interval.value();
      const double p = static_cast<double>(count) / static_cast<double>(n);
      EXPECT_TRUE(0 <= lower && lower <= p && p <= upper && upper <= 1) << count << " of " << n;
    }
  }
}

TEST(Wilson, IsUndefinedForAReason) {
  EXPECT_EQ(ShareOf(0, 0).n, 0);
  EXPECT_THAT(ShareOf(0, 0).value, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(ShareOf(0, 0).interval, IsUndefined(Undefined::kEmptyBase));
  for (const int64_t count : {0, 1, 3}) {
    for (const double confidence : {0.0, 1.0, 95.0, -0.5}) {
      EXPECT_THAT(ShareOf(count, 3, confidence).interval, IsUndefined(Undefined::kOutOfRange));
    }
  }
  EXPECT_THAT(ShareOf(1, 3, 95).value, Is(1.0 / 3));
}

// Newcombe 1998b, Table II, method 10: 56/70 - 48/80 is .0524 to .3339, 9/10 - 3/10 is .1705
// to .8090, 10/10 - 0/20 is .6791 to 1. All digits: R 4.2.2.
TEST(Newcombe, IsThatOfThePaper) {
  const struct {
    int64_t count1, n1, count2, n2;
    double value, lower, upper;
  } cases[] = {
      {56, 70, 48, 80, 0.2, 0.052431472402364981, 0.33387265403690591},
      {48, 80, 56, 70, -0.2, -0.33387265403690591, -0.052431472402364981},
      {9, 10, 3, 10, 0.6, 0.17052272393450307, 0.80901797353548799},
      {10, 10, 0, 20, 1, 0.67908603714191484, 1},
  };
  for (const auto& c : cases) {
    const ShareDifference d = DifferenceOf(c.count1, c.n1, c.count2, c.n2);
    EXPECT_EQ(d.first.n, c.n1);
    EXPECT_EQ(d.second.count, c.count2);
    EXPECT_THAT(d.value, Is(c.value));
    EXPECT_THAT(d.interval, Spans(c.lower, c.upper)) << c.count1 << "/" << c.n1;
  }
}

TEST(Newcombe, IsUndefinedForAReason) {
  EXPECT_THAT(DifferenceOf(0, 0, 1, 2).value, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(DifferenceOf(1, 2, 0, 0).value, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(DifferenceOf(1, 2, 0, 0).interval, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(DifferenceOf(1, 2, 1, 3, 2).interval, IsUndefined(Undefined::kOutOfRange));
}

TEST(TopBox, CountsTheHighestCategories) {
  const struct {
    size_t highest;
    int64_t count;
  } cases[] = {{0, 0}, {1, 4}, {2, 13}, {5, 35}, {9, 35}};
  for (const auto& c : cases) {
    const Share top = TopBoxOf({3, 7, 12, 9, 4}, c.highest);
    EXPECT_EQ(top.count, c.count);
    EXPECT_EQ(top.n, 35);
    EXPECT_THAT(top.value, Is(static_cast<double>(c.count) / 35));
    EXPECT_EQ(top.interval, ShareOf(c.count, 35).interval);
  }
  EXPECT_THAT(TopBoxOf({0, 0}, 1).value, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(TopBoxOf({}, 1).interval, IsUndefined(Undefined::kEmptyBase));
}

TEST(NetPromoterScore, IsThatOfTheCounts) {
  const struct {
    const char* name;
    Counts counts;
    int64_t promoters, passives, detractors;
    double value, variance, lower, upper;
  } cases[] = {
      {"balanced",
       {1, 0, 2, 1, 3, 4, 5, 8, 10, 9, 7},
       16,
       18,
       16,
       0,
       0.0128,
       -22.17446118959484,
       22.17446118959484},
      // p = 0.6, q = 0.1: (0.7 - 0.25) / 10.
      {"ten",
       {0, 0, 0, 0, 0, 0, 1, 1, 2, 4, 2},
       6,
       3,
       1,
       50,
       0.045,
       50 - 1.9599639845400536 * 21.213203435596427,
       50 + 1.9599639845400536 * 21.213203435596427},
      // p = 0.5, q = 0, n = 2: 0.25 / 2.
      {"cut off",
       {0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1},
       1,
       1,
       0,
       50,
       0.125,
       50 - 1.9599639845400536 * 35.355339059327376,
       100},
  };
  for (const auto& c : cases) {
    const NetPromoterScore score = NetPromoterScoreOf(c.counts);
    EXPECT_EQ(score.n, c.promoters + c.passives + c.detractors) << c.name;
    EXPECT_EQ(score.promoters, c.promoters) << c.name;
    EXPECT_EQ(score.passives, c.passives) << c.name;
    EXPECT_EQ(score.detractors, c.detractors) << c.name;
    EXPECT_THAT(score.value, Is(c.value)) << c.name;
    EXPECT_THAT(score.variance, Is(c.variance)) << c.name;
    EXPECT_THAT(score.interval, Spans(c.lower, c.upper)) << c.name;
  }
}

TEST(NetPromoterScore, IsUndefinedForAReason) {
  const NetPromoterScore nobody = NetPromoterScoreOf(Counts(11));
  EXPECT_THAT(nobody.value, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.variance, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.interval, IsUndefined(Undefined::kEmptyBase));

  const NetPromoterScore other_scale = NetPromoterScoreOf(Counts(5, 1));
  EXPECT_THAT(other_scale.value, IsUndefined(Undefined::kOutOfRange));
  EXPECT_THAT(other_scale.variance, IsUndefined(Undefined::kOutOfRange));
  EXPECT_THAT(other_scale.interval, IsUndefined(Undefined::kOutOfRange));

  Counts promoters(11);
  promoters[9] = 3;
  promoters[10] = 4;
  const NetPromoterScore all = NetPromoterScoreOf(promoters);
  EXPECT_THAT(all.value, Is(100));
  EXPECT_THAT(all.variance, Is(0));
  EXPECT_THAT(all.interval, IsUndefined(Undefined::kNoVariance));

  promoters[0] = 1;
  EXPECT_THAT(NetPromoterScoreOf(promoters, 1).interval, IsUndefined(Undefined::kOutOfRange));
}

}  // namespace
}  // namespace lotse::survey::statistics
