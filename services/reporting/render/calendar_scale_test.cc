#include "services/reporting/render/calendar_scale.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "services/reporting/render/chart_testing.h"

namespace lotse::reporting {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> LabelsBetween(const google::type::Date& first,
                                       const google::type::Date& last) {
  CalendarScale scale;
  scale.Include(first);
  scale.Include(last);
  std::vector<std::string> labels;
  for (const CalendarScale::Tick& tick : scale.Ticks()) {
    EXPECT_GE(tick.day, scale.first());
    EXPECT_LE(tick.day, scale.last());
    labels.push_back(tick.label);
  }
  return labels;
}

TEST(CalendarScaleTest, CountsDays) {
  EXPECT_EQ(DayNumber(MakeDay(1970, 1, 1)), 0);
  EXPECT_EQ(DayNumber(MakeDay(2000, 3, 1)), 11017);
  EXPECT_EQ(DayNumber(MakeDay(1969, 12, 31)), -1);
}

TEST(CalendarScaleTest, HasAtMostFiveEvenlySpacedLabels) {
  EXPECT_THAT(LabelsBetween(MakeDay(2026, 1, 12), MakeDay(2027, 3, 31)),
              ElementsAre("04/2026", "07/2026", "10/2026", "2027"));
  EXPECT_THAT(LabelsBetween(MakeDay(2026, 1, 1), MakeDay(2026, 3, 1)),
              ElementsAre("2026", "02/2026", "03/2026"));
  EXPECT_THAT(LabelsBetween(MakeDay(2020, 6, 1), MakeDay(2029, 6, 1)),
              ElementsAre("2022", "2024", "2026", "2028"));
  EXPECT_LE(LabelsBetween(MakeDay(1, 1, 1), MakeDay(9999, 12, 31)).size(), 5u);
  EXPECT_THAT(LabelsBetween(MakeDay(2026, 5, 2), MakeDay(2026, 5, 20)), IsEmpty());
}

TEST(CalendarScaleTest, LeavesOutWhatIsNoDay) {
  CalendarScale scale;
  EXPECT_FALSE(scale.any());
  EXPECT_THAT(scale.Ticks(), IsEmpty());
  scale.Include(MakeDay(2026, 2, 30));
  scale.Include({});
  EXPECT_FALSE(scale.any());
  scale.Include(MakeDay(2026, 2, 28));
  EXPECT_TRUE(scale.any());
  EXPECT_EQ(scale.last(), scale.first() + 1);
}

}  // namespace
}  // namespace lotse::reporting
