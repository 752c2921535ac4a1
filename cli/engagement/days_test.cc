#include "cli/engagement/days.h"

#include <gmock/gmock.h>

#include "cli/failure.h"
#include "cli/moment.h"

namespace lotse::cli {
namespace {

using ::testing::HasSubstr;

std::string PeriodOf(const std::string& text) {
  const absl::StatusOr<Period> period = ReadPeriod(text);
  if (!period.ok()) return "wrong";
  return DayText(period->first) + ".." + DayText(period->last);
}

TEST(DaysTest, ReadsPeriods) {
  const std::pair<const char*, const char*> kPeriods[] = {
      {"2026", "2026-01-01..2026-12-31"},
      {"2026-H1", "2026-01-01..2026-06-30"},
      {"2026-h2", "2026-07-01..2026-12-31"},
      {"2026-Q1", "2026-01-01..2026-03-31"},
      {"2026-q4", "2026-10-01..2026-12-31"},
      {"2028-02", "2028-02-01..2028-02-29"},
      {"2026-05-31", "2026-05-31..2026-05-31"},
      {"2026-05-01..2026-07-15", "2026-05-01..2026-07-15"},
  };
  for (const auto& [text, period] : kPeriods) EXPECT_EQ(PeriodOf(text), period) << text;
  for (const char* text : {"", "26", "1899", "2026-", "2026-Q0", "2026-Q5", "2026-H3", "2026-13",
                           "2026-00", "2026-5", "2026-05-32", "Q2", "2026-Q2-1", "2026-05-01..",
                           "..2026-05-01", "2026-05-02..2026-05-01", "2026/05", "2026-QQ"}) {
    EXPECT_EQ(PeriodOf(text), "wrong") << text;
  }
  EXPECT_THAT(std::string(ReadPeriod("Mai").status().message()),
              HasSubstr("'Mai' is not a period; write 2026, 2026-H1, 2026-Q2"));
}

TEST(DaysTest, MonthsEndTheDayBefore) {
  const auto last = [](const char* first, int months) {
    return DayText(LastDayOf(*ReadDay(first), months));
  };
  EXPECT_EQ(last("2026-03-01", 12), "2027-02-28");
  EXPECT_EQ(last("2026-03-15", 1), "2026-04-14");
  EXPECT_EQ(last("2026-01-31", 1), "2026-02-28") << "there is no 31 February";
  EXPECT_EQ(last("2028-01-31", 1), "2028-02-29");
}

TEST(DaysTest, ShowsPeriods) {
  EXPECT_EQ(PeriodText(*ReadDay("2026-03-01"), *ReadDay("2026-03-31"), false),
            "2026-03-01 – 2026-03-31");
  EXPECT_EQ(PeriodText({}, *ReadDay("2026-03-31"), true), " - 2026-03-31");
  EXPECT_EQ(PeriodText({}, {}, false), "–");
}

TEST(DaysTest, FlagsAreChecked) {
  Args args;
  EXPECT_EQ(*DaysFlag(args, 14), 14);
  args.flags["days"] = {"366"};
  EXPECT_EQ(*DaysFlag(args, 14), 366);
  for (const char* wrong : {"367", "-1", "x", ""}) {
    args.flags["days"] = {wrong};
    EXPECT_FALSE(DaysFlag(args, 14).ok()) << wrong;
  }
  EXPECT_THAT(std::string(DayOf(args, "start").status().message()),
              HasSubstr("--start is missing"));
  args.flags["start"] = {"1.3.2026"};
  EXPECT_THAT(std::string(DayOf(args, "start").status().message()),
              HasSubstr("'1.3.2026' is not a day; write one like 2026-03-01"));
}

}  // namespace
}  // namespace lotse::cli
