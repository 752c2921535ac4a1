#include "runtime/types/date.h"

#include <gtest/gtest.h>

namespace lotse::types {
namespace {

google::type::Date Date(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(CheckDate, TakesRealDaysOnly) {
  rpc::FieldViolations violations;
  EXPECT_TRUE(CheckDate("d", Date(2024, 2, 29), &violations));
  EXPECT_TRUE(violations.empty());
  for (const auto& bad : {Date(2023, 2, 29), Date(2021, 0, 1), Date(2021, 1, 0), Date(0, 1, 1),
                          Date(2021, 13, 1), Date(9999, 1, 1)}) {
    EXPECT_FALSE(CheckDate("d", bad, &violations)) << bad.ShortDebugString();
  }
  EXPECT_EQ(violations.size(), 6u);
}

TEST(CheckPeriod, LastIsNotBeforeFirst) {
  rpc::FieldViolations violations;
  EXPECT_TRUE(CheckPeriod("a", Date(2021, 1, 1), "b", Date(2021, 1, 1), &violations));
  EXPECT_FALSE(CheckPeriod("a", Date(2021, 1, 2), "b", Date(2021, 1, 1), &violations));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].field, "b");
  EXPECT_EQ(violations[0].description, "before a; give that day or a later one");
  EXPECT_EQ(violations[0].german, "liegt vor a; diesen Tag oder einen späteren angeben");
}

TEST(DayInBerlin, ChangesAtMidnightThere) {
  // 22:30 UTC in July is 00:30 of the next day in Berlin.
  const absl::Time time =
      absl::FromCivil(absl::CivilMinute(2021, 7, 1, 22, 30), absl::UTCTimeZone());
  EXPECT_EQ(DayInBerlin(time).day(), 2);
  EXPECT_EQ(DayInBerlin(time - absl::Hours(1)).day(), 1);
}

}  // namespace
}  // namespace lotse::types
