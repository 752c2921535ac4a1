#include "runtime/ops/caller_limits.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace lotse::ops
