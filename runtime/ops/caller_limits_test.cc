#include "runtime/ops/caller_limits.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"

namespace lotse::ops {
namespace {

using Verdict = CallerLimits::Verdict;

const absl::Time kStart = absl::FromUnixSeconds(1'800'000'000);

// How many of `count` calls are taken that begin and end at a time.
int Taken(CallerLimits& limits, const char* subject, int count, absl::Time now) {
  int taken = 0;
  for (int i = 0; i < count; ++i) {
    const Verdict verdict = limits.Begin(subject, false, now);
    if (verdict != Verdict::kTaken) {
      EXPECT_EQ(verdict, Verdict::kTooFast);
      continue;
    }
    ++taken;
    limits.End(subject, false);
  }
  return taken;
}

TEST(CallerLimits, HoldsEverybodyToTheRate) {
  CallerLimits limits({10, 100, 100});
  EXPECT_EQ(Taken(limits, "ada", 50, kStart), 20);  // After a pause.
  EXPECT_EQ(Taken(limits, "ada", 50, kStart), 0);
  EXPECT_EQ(Taken(limits, "bob", 50, kStart), 20);
  EXPECT_EQ(Taken(limits, "ada", 50, kStart + absl::Seconds(1)), 10);
  EXPECT_EQ(Taken(limits, "ada", 50, kStart + absl::Seconds(1.5)), 5);
  EXPECT_EQ(Taken(limits, "ada", 50, kStart + absl::Hours(1)), 20);
  EXPECT_EQ(Taken(limits, "ada", 50, kStart), 0);  // A clock that was put back gives nothing.
}

TEST(CallerLimits, ItemsOfStreamsCountAsCalls) {
  CallerLimits limits({10, 100, 100});
  EXPECT_EQ(limits.Begin("ada", true, kStart), Verdict::kTaken);
  int items = 0;
  while (limits.TakeItem("ada", kStart)) ++items;
  EXPECT_EQ(items, 19) << "the stream is one too";
  EXPECT_EQ(Taken(limits, "ada", 1, kStart), 0);
  EXPECT_EQ(Taken(limits, "ada", 20, kStart + absl::Seconds(1)), 10);
  EXPECT_FALSE(limits.TakeItem("ada", kStart + absl::Seconds(1)));
  EXPECT_TRUE(limits.TakeItem("bob", kStart));
}

TEST(CallerLimits, HoldsEverybodyToSoManyAtOnce) {
  CallerLimits limits({1000, 2, 1});
  EXPECT_EQ(limits.Begin("ada", false, kStart), Verdict::kTaken);
  EXPECT_EQ(limits.Begin("ada", false, kStart), Verdict::kTaken);
  EXPECT_EQ(limits.Begin("ada", false, kStart), Verdict::kTooManyCalls);
  EXPECT_EQ(limits.Begin("bob", false, kStart), Verdict::kTaken);
  EXPECT_EQ(limits.Begin("ada", true, kStart), Verdict::kTaken);
  EXPECT_EQ(limits.Begin("ada", true, kStart), Verdict::kTooManyStreams);
  limits.End("ada", false);
  EXPECT_EQ(limits.Begin("ada", false, kStart), Verdict::kTaken);
  limits.End("ada", true);
  EXPECT_EQ(limits.Begin("ada", true, kStart), Verdict::kTaken);
}

TEST(CallerLimits, ForgetsNobodyWhoIsThere) {
  CallerLimits limits({10, 2, 1});
  EXPECT_EQ(limits.Begin("ada", true, kStart), Verdict::kTaken);
  EXPECT_EQ(Taken(limits, "bob", 20, kStart + absl::Hours(1)), 20);
  for (size_t i = 0; i < CallerLimits::kMaxIdle; ++i) {
    Taken(limits, absl::StrCat("x", i).c_str(), 1, kStart);
  }
  Taken(limits, "one more", 1, kStart + absl::Hours(1));
  EXPECT_EQ(limits.Begin("ada", true, kStart + absl::Hours(1)), Verdict::kTooManyStreams);
  EXPECT_EQ(Taken(limits, "bob", 1, kStart + absl::Hours(1)), 0);
}

TEST(BucketOf, IsThatOfAnAddressAndNotOfAPort) {
  EXPECT_EQ(BucketOf("ipv4:192.0.2.1:1000"), BucketOf("ipv4:192.0.2.1:2000"));
  // What somebody has of IPv6 is a /64.
  EXPECT_EQ(BucketOf("ipv6:%5B2001:db8:1:2::1%5D:1"), BucketOf("ipv6:[2001:db8:1:2:3:4:5:6]:2"));
  std::set<std::string> v4, v6;
  for (int i = 0; i < 100; ++i) {
    v4.insert(BucketOf(absl::StrCat("ipv4:192.0.2.", i, ":1")));
    v6.insert(BucketOf(absl::StrCat("ipv6:[2001:db8:1:", i, "::1]:1")));
  }
  // Some meet by chance, as many in 1,024 do.
  EXPECT_GT(v4.size(), 70U);
  EXPECT_GT(v6.size(), 70U);
  EXPECT_FALSE(BucketOf("unix:").empty());
}

TEST(BucketOf, HasALimit) {
  std::set<std::string> buckets;
  for (int i = 0; i < 20000; ++i) {
    buckets.insert(BucketOf(absl::StrCat("ipv4:10.", i / 200, ".0.", i % 200, ":1")));
  }
  EXPECT_LE(buckets.size(), 1024U);
}

}  // namespace
}  // namespace lotse::ops
