#include "cli/backup/keeping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lotse::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kNow = absl::FromUnixSeconds(1'796'000'000);

// One that was begun so many days ago.
KeptBackup Aged(double days, bool whole = true) {
  const absl::Time begin = kNow - absl::Hours(24) * days;
  return {BackupName(begin), begin, whole, absl::InfiniteFuture()};
}

std::string NameOf(double days) { return Aged(days).name; }

TEST(KeepingTest, ANameSaysWhenABackupWasBegun) {
  const absl::Time time = absl::FromUnixSeconds(1'795'743'004);
  EXPECT_EQ(BackupName(time), "2026-11-27T013004Z");
  EXPECT_EQ(TimeOfBackup("2026-11-27T013004Z"), time);
  for (const char* name : {"", ".partial", "lock", "2026-11-27", "2026-11-27T013004", "survey",
                           " 2026-11-27T013004Z", "2026-11-27T01300400Z", "2026-02-30T013004Z",
                           ".old-2026-11-27T013004Z", "2026-11-27T013004Z.old"}) {
    EXPECT_FALSE(TimeOfBackup(name).has_value()) << name;
  }
}

TEST(KeepingTest, KeepsTheNewestAndNoneForLonger) {
  const std::vector<KeptBackup> daily = {Aged(2), Aged(0), Aged(3), Aged(1)};
  EXPECT_THAT(Outdated(daily, {4, 30}, kNow), IsEmpty());
  EXPECT_THAT(Outdated(daily, {2, 30}, kNow), ElementsAre(NameOf(3), NameOf(2)));
  // One that is just so old goes.
  EXPECT_THAT(Outdated(daily, {14, 2}, kNow), ElementsAre(NameOf(3), NameOf(2)));
  EXPECT_THAT(Outdated({}, {1, 1}, kNow), IsEmpty());
}

TEST(KeepingTest, TheNewestStaysHoweverOldItIs) {
  EXPECT_THAT(Outdated({Aged(400)}, {1, 30}, kNow), IsEmpty());
  EXPECT_THAT(Outdated({Aged(400), Aged(401)}, {9, 30}, kNow), ElementsAre(NameOf(401)));
  KeptBackup newest = Aged(1);
  newest.keep_until = kNow - absl::Hours(1);
  EXPECT_THAT(Outdated({newest}, {1, 30}, kNow), IsEmpty());
}

TEST(KeepingTest, WhatAManifestSaysCounts) {
  KeptBackup due = Aged(5);
  due.keep_until = kNow;
  KeptBackup later = Aged(6);
  later.keep_until = kNow + absl::Seconds(1);
  EXPECT_THAT(Outdated({Aged(0), due, later}, {9, 30}, kNow), ElementsAre(NameOf(5)));
}

// One that cannot be read pushes none out that can, and goes with time.
TEST(KeepingTest, ADamagedOneCountsForNothing) {
  const std::vector<KeptBackup> all = {Aged(0, false), Aged(1), Aged(2), Aged(31, false)};
  EXPECT_THAT(Outdated(all, {2, 30}, kNow), ElementsAre(NameOf(31)));
  EXPECT_THAT(Outdated(all, {1, 30}, kNow), ElementsAre(NameOf(31), NameOf(2)));
}

TEST(KeepingTest, NoBackupOutlivesWhatASurveyPromised) {
  const struct {
    int days, months, expected;
  } cases[] = {{30, 0, 30}, {30, 12, 30}, {30, 2, 30}, {30, 1, 28}, {365, 3, 84}, {7, 1, 7}};
  for (const auto& c : cases) {
    EXPECT_EQ(DaysToKeep(c.days, c.months), c.expected) << c.days << " days, " << c.months;
  }
}

}  // namespace
}  // namespace lotse::cli
