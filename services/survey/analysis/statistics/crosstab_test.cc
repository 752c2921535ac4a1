#include "services/survey/analysis/statistics/crosstab.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "services/survey/analysis/statistics/statistics_testing.h"

namespace lotse::survey::statistics {
namespace {

TEST(Crosstab, HasMarginsAndPercentages) {
  const std::vector<int64_t> counts = {1, 2, 3, 4, 0, 10};
  const Crosstab table(counts, 3);
  EXPECT_EQ(table.rows(), 2u);
  EXPECT_EQ(table.columns(), 3u);
  EXPECT_EQ(table.n(), 20);
  EXPECT_EQ(table.row_total(0), 6);
  EXPECT_EQ(table.row_total(1), 14);
  EXPECT_EQ(table.column_total(0), 5);
  EXPECT_EQ(table.column_total(1), 2);
  EXPECT_EQ(table.column_total(2), 13);
  EXPECT_EQ(table.at(1, 2), 10);
  EXPECT_THAT(table.RowPercent(0, 2), Is(50));
  EXPECT_THAT(table.ColumnPercent(1, 0), Is(80));
  EXPECT_THAT(table.TotalPercent(1, 2), Is(50));
}

TEST(Crosstab, EmptyMarginsHaveNoPercentages) {
  const std::vector<int64_t> counts = {0, 0, 0, 7};
  const Crosstab table(counts, 2);
  EXPECT_THAT(table.RowPercent(0, 1), IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(table.ColumnPercent(1, 0), IsUndefined(Undefined::kEmptyBase));
  EXPECT_THAT(table.RowPercent(1, 0), Is(0));
  EXPECT_THAT(table.TotalPercent(0, 0), Is(0));
  const std::vector<int64_t> nobody = {0, 0};
  EXPECT_THAT(Crosstab(nobody, 2).TotalPercent(0, 0), IsUndefined(Undefined::kEmptyBase));
  EXPECT_EQ(Crosstab({}, 2).rows(), 0u);
  EXPECT_EQ(Crosstab({}, 2).n(), 0);
}

}  // namespace
}  // namespace lotse::survey::statistics
