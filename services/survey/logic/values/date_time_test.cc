#include "services/survey/logic/values/date_time.h"

#include <gtest/gtest.h>

#include <string>

namespace lotse::survey::logic {
namespace {

absl::TimeZone Berlin() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Berlin", &zone));
  return zone;
}

TEST(ReadDateTime, CountsDaysByTheCalendar) {
  const std::pair<const char*, double> cases[] = {
      {"1970-01-01", 0},
      {" 1970-01-02 ", 1},
      {"1969-12-31", -1},
      {"2000-02-29", 11016},
      {"0001-01-01", -719162},
      {"9999-12-31", 2932896},
      {"1970-01-01T12:00", 0.5},
      {"1970-01-01T06:00:00", 0.25},
      {"1970-01-02T18:00:00.000", 1.75},
      {"1970-01-01T00:00:00.5", 0.5 / 86400},
      // Berlin was an hour ahead of UTC, and in the summer of 2026 two.
      {"1970-01-01T00:00:00Z", 1.0 / 24},
      {"1970-01-01T00:00:00.000+01:00", 0},
      {"1970-01-01T00:00:00-05:30", 6.5 / 24},
      {"2026-07-01T10:00:00Z", 20635.5},
  };
  for (const auto& [text, days] : cases) {
    const auto moment = ReadDateTime(text, Berlin(), nullptr);
    ASSERT_TRUE(moment.has_value()) << text;
    EXPECT_DOUBLE_EQ(DaysOf(*moment), days) << text;
  }
}

TEST(ReadDateTime, RefusesWhatIsNoDay) {
  for (const char* text : {"",
                           "2026",
                           "2026-1-2",
                           "2026-13-01",
                           "2026-02-30",
                           "2025-02-29",
                           "1900-02-29",
                           "2026-01-01T",
                           "2026-01-01 10:00",
                           "2026-01-01T24:00",
                           "2026-01-01T10:60",
                           "2026-01-01T10:00:60",
                           "2026-01-01T10:00:00.",
                           "2026-01-01T10:00+1",
                           "2026-01-01T10:00+24:00",
                           "2026-01-01T10:00ZZ",
                           "12026-01-01",
                           "-2026-01-01",
                           "2026-01-01x",
                           "10:00"}) {
    EXPECT_FALSE(ReadDateTime(text, Berlin(), nullptr).has_value()) << text;
  }
}

TEST(ReadDateTime, SaysWhetherTheZoneMattered) {
  bool used = false;
  EXPECT_TRUE(ReadDateTime("2026-01-01", Berlin(), &used));
  EXPECT_TRUE(ReadDateTime("2026-01-01T10:00", Berlin(), &used));
  EXPECT_FALSE(used);
  EXPECT_TRUE(ReadDateTime("2026-01-01T10:00Z", Berlin(), &used));
  EXPECT_TRUE(used);
}

TEST(FromDays, IsDaysOfBackwards) {
  for (const char* text : {"1970-01-01", "2026-10-25", "1969-12-31", "0001-01-01", "9999-12-31"}) {
    const auto moment = ReadDateTime(text, Berlin(), nullptr);
    const auto back = FromDays(DaysOf(*moment));
    ASSERT_TRUE(back.has_value()) << text;
    EXPECT_EQ(DayText(*back), text);
    EXPECT_FALSE(back->has_time);
  }
  const auto noon = FromDays(20000.5);
  EXPECT_EQ(noon->second, absl::CivilSecond(2024, 10, 4, 12, 0, 0));
  const auto fraction =
      FromDays(DaysOf(*ReadDateTime("2026-03-02T09:08:07.123", Berlin(), nullptr)));
  EXPECT_EQ(fraction->second, absl::CivilSecond(2026, 3, 2, 9, 8, 7));
  EXPECT_EQ(fraction->millisecond, 123);
  EXPECT_FALSE(FromDays(1e9).has_value());
  EXPECT_FALSE(FromDays(-1e9).has_value());
  EXPECT_FALSE(FromDays(0.0 / 0.0).has_value());
}

// Clocks are put back on 2026-10-25: a day has 25 hours, and the next is still the next.
TEST(FromDays, ADayLaterIsTheNextDay) {
  const auto before = ReadDateTime("2026-10-24", Berlin(), nullptr);
  EXPECT_EQ(DayText(*FromDays(DaysOf(*before) + 2)), "2026-10-26");
  EXPECT_EQ(DayText(*FromDays(DaysOf(*before) + 30)), "2026-11-23");
}

TEST(ReadTimeOfDay, IsAFractionOfTheDay) {
  absl::Time summer, winter;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-07-01T10:00:00Z", &summer, nullptr));
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-01-01T10:00:00Z", &winter, nullptr));
  EXPECT_EQ(ReadTimeOfDay("12:00", winter, Berlin(), nullptr), 0.5);
  EXPECT_EQ(ReadTimeOfDay("18:00:00.000", winter, Berlin(), nullptr), 0.75);
  EXPECT_EQ(ReadTimeOfDay("12:00:00.000+01:00", winter, Berlin(), nullptr), 0.5);
  EXPECT_EQ(ReadTimeOfDay("12:00:00.000+02:00", summer, Berlin(), nullptr), 0.5);
  EXPECT_EQ(ReadTimeOfDay("10:00Z", summer, Berlin(), nullptr), 0.5);
  EXPECT_EQ(ReadTimeOfDay("23:00Z", winter, Berlin(), nullptr), 0);
  for (const char* text : {"", "12", "24:00", "12:60", "noon", "12:00:00+1", "2026-01-01"}) {
    EXPECT_FALSE(ReadTimeOfDay(text, winter, Berlin(), nullptr).has_value()) << text;
  }
}

TEST(FormatDateTime, KnowsAllSignsAndTwoLanguages) {
  const auto moment = ReadDateTime("2026-03-02T09:08:07.065", Berlin(), nullptr);
  EXPECT_EQ(FormatDateTime(*moment, "%Y %y %m %n %d %e %H %h %M %S %3 %%", "en"),
            "2026 26 03 3 02 2 09 9 08 07 065 %");
  EXPECT_EQ(FormatDateTime(*moment, "%a, %b", "en"), "Mon, Mar");
  EXPECT_EQ(FormatDateTime(*moment, "%a, %b", "de-CH"), "Mo, M\u00E4r");
  EXPECT_EQ(FormatDateTime(*moment, "%a, %b", "fr"), "Mon, Mar");
  EXPECT_EQ(FormatDateTime(*moment, "", "en"), "");
  EXPECT_EQ(UnknownSign("%Y-%m"), std::nullopt);
  EXPECT_EQ(UnknownSign("%Y %Q"), "%Q");
  EXPECT_EQ(UnknownSign("100 %"), "%");
}

TEST(MomentText, HasTheOffset) {
  absl::Time time;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, "2026-07-01T10:00:00.05Z", &time, nullptr));
  EXPECT_EQ(MomentText(time, Berlin()), "2026-07-01T12:00:00.050+02:00");
  EXPECT_EQ(MomentText(time, absl::UTCTimeZone()), "2026-07-01T10:00:00.050+00:00");
}

}  // namespace
}  // namespace lotse::survey::logic
