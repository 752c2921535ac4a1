#include "services/survey/analysis/statistics/frequencies.h"

#include <gtest/gtest.h>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

TEST(Frequencies, HaveThreePercentages) {
  const Frequencies f = FrequenciesOf({2, 0, 6}, 12);
  EXPECT_EQ(f.n, 8);
  EXPECT_EQ(f.missing, 12);
  const struct {
    int64_t n, cumulative_n;
    double valid, total, cumulative;
  } expected[] = {{2, 2, 25, 10, 25}, {0, 2, 0, 0, 25}, {6, 8, 75, 30, 100}};
  ASSERT_EQ(f.categories.size(), std::size(expected));
  for (size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(f.categories[i].n, expected[i].n);
    EXPECT_EQ(f.categories[i].cumulative_n, expected[i].cumulative_n);
    EXPECT_THAT(f.categories[i].valid_percent, Is(expected[i].valid));
    EXPECT_THAT(f.categories[i].total_percent, Is(expected[i].total));
    EXPECT_THAT(f.categories[i].cumulative_percent, Is(expected[i].cumulative));
  }
}

TEST(Frequencies, WithoutABaseAreUndefined) {
  const Frequencies nobody = FrequenciesOf({0}, 0);
  EXPECT_EQ(nobody.n, 0);
  EXPECT_EQ(nobody.categories[0].n, 0);
  EXPECT_THAT(nobody.categories[0].valid_percent, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.categories[0].total_percent, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(nobody.categories[0].cumulative_percent, IsUndefined(Undefined::kEmptyBase));

  const Frequencies only_missing = FrequenciesOf({0}, 3);
  EXPECT_THAT(only_missing.categories[0].valid_percent, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(only_missing.categories[0].total_percent, Is(0));

  EXPECT_TRUE(FrequenciesOf({}, 3).categories.empty());
}

TEST(MultipleResponse, HasThreeBases) {
  const MultipleResponse m = MultipleResponseOf({6, 2}, 7, 10);
  EXPECT_EQ(m.responses, 8);
  EXPECT_EQ(m.cases, 7);
  EXPECT_EQ(m.asked, 10);
  ASSERT_EQ(m.options.size(), 2u);
  EXPECT_EQ(m.options[0].n, 6);
  EXPECT_THAT(m.options[0].percent_of_responses, Is(75));
  EXPECT_THAT(m.options[0].percent_of_cases, Is(600.0 / 7));
  EXPECT_THAT(m.options[0].percent_of_asked, Is(60));
  EXPECT_THAT(m.options[1].percent_of_responses, Is(25));
  EXPECT_THAT(m.options[1].percent_of_cases, Is(200.0 / 7));
  EXPECT_THAT(m.options[1].percent_of_asked, Is(20));
}

TEST(MultipleResponse, NoneTickedIsNotNotAsked) {
  const MultipleResponse none_ticked = MultipleResponseOf({0}, 0, 4);
  EXPECT_THAT(none_ticked.options[0].percent_of_responses, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(none_ticked.options[0].percent_of_cases, IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(none_ticked.options[0].percent_of_asked, Is(0));
  EXPECT_THAT(MultipleResponseOf({0}, 0, 0).options[0].percent_of_asked,
              IsUndefined(Undefined::kEmptyBase));
}

}  // namespace
}  // namespace lotse::survey::statistics
