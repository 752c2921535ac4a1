#include "cli/moment.h"

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"

namespace lotse::cli {
namespace {

constexpr absl::Time kNow = absl::FromUnixSeconds(1'782'900'000);  // 2026-07-01 10:00 UTC

TEST(MomentTest, ReadsDatesTimesAndDurations) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  EXPECT_EQ(*ParseUntil("2026-12-31", kNow),
            absl::FromCivil(absl::CivilHour(2026, 12, 31, 23), utc));
  EXPECT_EQ(*ParseUntil("2026-07-31", kNow),
            absl::FromCivil(absl::CivilHour(2026, 7, 31, 22), utc));
  EXPECT_EQ(*ParseUntil("2026-12-31T12:00:00Z", kNow),
            absl::FromCivil(absl::CivilHour(2026, 12, 31, 12), utc));
  EXPECT_EQ(*ParseUntil("90m", kNow), kNow + absl::Minutes(90));
  EXPECT_EQ(*ParseUntil("12h", kNow), kNow + absl::Hours(12));
  EXPECT_EQ(*ParseUntil("30d", kNow), kNow + absl::Hours(720));
  EXPECT_EQ(*ParseUntil("6w", kNow), kNow + absl::Hours(1008));
}

TEST(MomentTest, RefusesEverythingElse) {
  for (const char* text :
       {"", "d", "0d", "-1d", "1.5h", "1", "1y", "100001d", "2026-13-01", "2026-02-30", "2026-1-1",
        "2026", " 1d", "infinite-future", "10000-01-01T00:00:00Z", "31.12.2026"}) {
    EXPECT_FALSE(ParseUntil(text, kNow).ok()) << text;
  }
}

TEST(MomentTest, ShowsTheLastDayOrTheMinute) {
  for (const char* day : {"2026-12-31", "2026-07-31", "2028-02-29"}) {
    EXPECT_EQ(FormatUntil(*ParseUntil(day, kNow)), day);
  }
  EXPECT_EQ(FormatUntil(kNow), "2026-07-01 12:00");
}

TEST(MomentTest, ADayHasOneForm) {
  EXPECT_TRUE(ReadDay("2024-02-29").has_value());
  for (const char* text :
       {"", "2023-02-29", "2024-2-29", "29.02.2024", " 2024-02-9", "2024-02-29 "}) {
    EXPECT_FALSE(ReadDay(text).has_value()) << text;
  }
}

TEST(MomentTest, ADayEndsAtMidnightInBerlin) {
  const auto end = [](const char* day) {
    return absl::FormatTime(EndOf(*ReadDay(day)), absl::UTCTimeZone());
  };
  EXPECT_EQ(end("2026-06-30"), "2026-06-30T22:00:00+00:00");
  EXPECT_EQ(end("2026-12-31"), "2026-12-31T23:00:00+00:00");
}

}  // namespace
}  // namespace lotse::cli
