#include "services/survey/analysis/statistics/agreement.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

using Counts = std::vector<int64_t>;
using Column = std::vector<uint8_t>;

// Source of the values: the formulas of the header in R 4.2.2.
TEST(Kappa, WithAndWithoutWeights) {
  const Counts counts = {20, 5, 1, 4, 12, 3, 2, 6, 17};
  const struct {
    KappaWeights weights;
    double observed, expected, kappa, error, lower, upper;
  } cases[] = {
      {KappaWeights::kNone, 0.69999999999999996, 0.33428571428571424, 0.54935622317596566,
       0.081222229328958964, 0.39016357894715326, 0.70854886740477807},
      {KappaWeights::kLinear, 0.82857142857142851, 0.54510204081632652, 0.62314939434724081,
       0.075172056562047132, 0.47581487084182061, 0.77048391785266102},
      {KappaWeights::kQuadratic, 0.89285714285714279, 0.65051020408163263, 0.69343065693430639,
       0.076897853996092058, 0.54271363261354655, 0.84414768125506623},
  };
  for (const auto& c : cases) {
    const Kappa kappa = KappaOf(Crosstab(counts, 3), c.weights);
    EXPECT_EQ(kappa.n, 70);
    EXPECT_THAT(kappa.observed, Is(c.observed));
    EXPECT_THAT(kappa.expected, Is(c.expected));
    EXPECT_THAT(kappa.kappa, Is(c.kappa));
    EXPECT_THAT(kappa.standard_error, Is(c.error));
    EXPECT_THAT(kappa.interval, Spans(c.lower, c.upper));
  }
}

TEST(Kappa, OfFullAgreementIsOne) {
  const Counts counts = {3, 0, 0, 4};
  const Kappa kappa = KappaOf(Crosstab(counts, 2), KappaWeights::kNone);
  EXPECT_THAT(kappa.kappa, Is(1));
  EXPECT_THAT(kappa.standard_error, Is(0));
  EXPECT_THAT(kappa.interval, IsUndefined(Undefined::kNoVariance));
}

TEST(Kappa, IsUndefinedForAReason) {
  const struct {
    const char* name;
    Counts counts;
    size_t columns;
    bool has_observed;
    Undefined why;
  } cases[] = {
      {"nobody", {0, 0, 0, 0}, 2, false, Undefined::kEmptyBase},
      {"not square", {1, 2, 3, 4, 5, 6}, 3, false, Undefined::kOutOfRange},
      {"one category", {5}, 1, false, Undefined::kTooFewCategories},
      {"all in one", {0, 0, 0, 5}, 2, true, Undefined::kNoVariance},
  };
  for (const auto& c : cases) {
    for (const auto weights :
         {KappaWeights::kNone, KappaWeights::kLinear, KappaWeights::kQuadratic}) {
      const Kappa kappa = KappaOf(Crosstab(c.counts, c.columns), weights);
      EXPECT_EQ(kappa.observed.defined(), c.has_observed) << c.name;
      EXPECT_EQ(kappa.expected.defined(), c.has_observed) << c.name;
      EXPECT_THAT(kappa.kappa, IsUndefined(c.why)) << c.name;
      EXPECT_THAT(kappa.standard_error, IsUndefined(c.why)) << c.name;
      EXPECT_THAT(kappa.interval, IsUndefined(c.why)) << c.name;
    }
  }
  const Counts counts = {3, 1, 1, 4};
  EXPECT_THAT(KappaOf(Crosstab(counts, 2), KappaWeights::kNone, 1).interval,
              IsUndefined(Undefined::kOutOfRange));
}

KrippendorffAlpha AlphaOf(const std::vector<Column>& columns, const std::vector<double>& values,
                          Scale scale) {
  const std::vector<absl::Span<const uint8_t>> raters(columns.begin(), columns.end());
  return KrippendorffAlphaOf(raters, values, scale);
}

// Krippendorff 2011, example C: four observers, twelve units, nominal 0.743, ordinal 0.815,
// interval 0.849, ratio 0.797.
TEST(KrippendorffAlpha, IsThatOfThePaper) {
  const std::vector<Column> observers = {{1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
                                         {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 0},
                                         {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3},
                                         {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}};
  const std::vector<double> values = {1, 2, 3, 4, 5};
  const struct {
    Scale scale;
    double alpha;
  } cases[] = {{Scale::kNominal, 0.743421052631579},
               {Scale::kOrdinal, 0.815387503754881},
               {Scale::kInterval, 0.849107142857143},
               {Scale::kRatio, 0.797402774711612}};
  for (const auto& c : cases) {
    const KrippendorffAlpha result = AlphaOf(observers, values, c.scale);
    EXPECT_EQ(result.n, 40);
    EXPECT_THAT(result.alpha, Is(c.alpha));
  }
}

TEST(KrippendorffAlpha, TakesTheValuesNotTheCodes) {
  const std::vector<Column> raters = {{1, 2, 3, 3}, {1, 3, 3, 2}};
  // Twice the second and third value in one unit; by hand from the formula.
  EXPECT_THAT(AlphaOf(raters, {0, 1, 100}, Scale::kInterval).alpha,
              Is(1 - 7.0 * 2 * 9801 / (4 + 8 * 10000 + 8 * 9801)));
  EXPECT_THAT(AlphaOf(raters, {0, 99, 100}, Scale::kInterval).alpha,
              Is(1 - 7.0 * 2 / (4 * 9801 + 8 * 10000 + 8)));
  EXPECT_TRUE(AlphaOf(raters, {0, 1, 100}, Scale::kRatio).alpha.defined());
}

TEST(KrippendorffAlpha, IsUndefinedForAReason) {
  const std::vector<double> values = {1, 2};
  for (const Scale scale : {Scale::kNominal, Scale::kOrdinal, Scale::kInterval, Scale::kRatio}) {
    for (const std::vector<Column>& nothing :
         {std::vector<Column>{}, {{1, 2}}, {{1, 0}, {0, 2}}, {{1, 3}, {9, 2}}}) {
      EXPECT_EQ(AlphaOf(nothing, values, scale).n, 0);
      EXPECT_THAT(AlphaOf(nothing, values, scale).alpha, IsUndefined(Undefined::kEmptyBase));
    }
    const KrippendorffAlpha alike = AlphaOf({{2, 2}, {2, 2}}, values, scale);
    EXPECT_EQ(alike.n, 4);
    EXPECT_THAT(alike.alpha, IsUndefined(Undefined::kNoVariance));
  }
}

}  // namespace
}  // namespace lotse::survey::statistics
