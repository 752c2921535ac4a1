#include "services/engagement/domain/due_periods.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/value_test_data.h"

namespace lotse::engagement {
namespace {

using v1alpha::Indicator;
using v1alpha::Measurement;

std::vector<std::string> Lines(const std::vector<DuePeriod>& periods) {
  std::vector<std::string> lines;
  for (const DuePeriod& p : periods) {
    lines.push_back(absl::StrCat(absl::FormatCivilTime(p.first), " ", absl::FormatCivilTime(p.last),
                                 " ", p.target_id));
  }
  return lines;
}

TEST(DuePeriodsOf, FollowTheInterval) {
  struct Case {
    int months;
    Runtime runtime;
    absl::CivilDay today;
    std::vector<std::string> lines;
  };
  const Runtime year = {absl::CivilDay(2021, 3, 1), absl::CivilDay(2021, 11, 15)};
  const Case cases[] = {
      {3, year, absl::CivilDay(2021, 5, 31), {}},
      {3, year, absl::CivilDay(2021, 6, 1), {"2021-03-01 2021-05-31 "}},
      {3, year, absl::CivilDay(2021, 11, 15), {"2021-03-01 2021-05-31 ", "2021-06-01 2021-08-31 "}},
      {3,
       year,
       absl::CivilDay(2030, 1, 1),
       {"2021-03-01 2021-05-31 ", "2021-06-01 2021-08-31 ", "2021-09-01 2021-11-15 "}},
      {24, year, absl::CivilDay(2030, 1, 1), {"2021-03-01 2021-11-15 "}},
      {1,
       {absl::CivilDay(2023, 12, 31), absl::CivilDay(2024, 4, 1)},
       absl::CivilDay(2030, 1, 1),
       {"2023-12-31 2024-01-30 ", "2024-01-31 2024-02-28 ", "2024-02-29 2024-03-30 ",
        "2024-03-31 2024-04-01 "}},
      {1, {absl::CivilDay(2021, 3, 1), absl::CivilDay(2021, 2, 1)}, absl::CivilDay(2030, 1, 1), {}},
  };
  for (const Case& c : cases) {
    Indicator indicator = CountedIndicator();  // Its targets do not matter.
    indicator.set_interval_months(c.months);
    EXPECT_EQ(Lines(DuePeriodsOf(indicator, c.runtime, c.today)), c.lines) << c.months;
  }
}

TEST(DuePeriodsOf, WithoutAnIntervalAreThoseOfTheTargets) {
  Indicator indicator = CountedIndicator();
  auto* first = indicator.add_targets();
  first->set_target_id("anfang");
  *first->mutable_start_date() = types::ToDate(absl::CivilDay(2021, 1, 1));
  *first->mutable_end_date() = types::ToDate(absl::CivilDay(2021, 2, 28));
  const Runtime runtime = {absl::CivilDay(2021, 1, 1), absl::CivilDay(2023, 1, 1)};
  EXPECT_EQ(Lines(DuePeriodsOf(indicator, runtime, absl::CivilDay(2021, 2, 28))),
            std::vector<std::string>());
  EXPECT_EQ(Lines(DuePeriodsOf(indicator, runtime, absl::CivilDay(2022, 5, 31))),
            std::vector<std::string>({"2021-01-01 2021-02-28 anfang"}));
  EXPECT_EQ(
      Lines(DuePeriodsOf(indicator, runtime, absl::CivilDay(2022, 6, 1))),
      std::vector<std::string>({"2021-01-01 2021-02-28 anfang", "2021-03-01 2022-05-31 ende"}));
}

TEST(MeasurementOf, EndsInThePeriod) {
  const DuePeriod period = {absl::CivilDay(2021, 5, 31), absl::CivilDay(2021, 7, 31), ""};
  std::vector<Measurement> all = {GoodMeasurement(4, "1"), GoodMeasurement(8, "1")};
  EXPECT_EQ(MeasurementOf(period, all), nullptr);
  all.push_back(GoodMeasurement(5, "1"));  // Ends on the first day.
  all.back().set_state(Measurement::STATE_DRAFT);
  EXPECT_EQ(MeasurementOf(period, all), &all.back());
  all.push_back(GoodMeasurement(7, "1"));  // Ends on the last.
  EXPECT_EQ(MeasurementOf(period, all), &all.back()) << "a draft only where there is no other";
}

}  // namespace
}  // namespace lotse::engagement
