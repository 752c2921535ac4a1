#include "runtime/rpc/waiting_room.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/time/clock.h"

namespace lotse::rpc {
namespace {

bool Eventually(const std::function<bool()>& what) {
  for (int i = 0; i < 500 && !what(); ++i) absl::SleepFor(absl::Milliseconds(10));
  return what();
}

TEST(WaitingRoomTest, TriesUntilItGoesOn) {
  std::atomic<int> tried = 0;
  WaitingRoom room;
  ASSERT_TRUE(room.Enter([&](bool last) {
    EXPECT_FALSE(last);
    return ++tried == 3;
  }));
  EXPECT_TRUE(Eventually([&] { return tried == 3; }));
  absl::SleepFor(2 * WaitingRoom::kPause);
  EXPECT_EQ(tried, 3);
}

TEST(WaitingRoomTest, TheLastAttemptComesAfterASecond) {
  std::atomic<bool> ended = false;
  WaitingRoom room;
  const absl::Time begin = absl::Now();
  ASSERT_TRUE(room.Enter([&](bool last) { return ended = last; }));
  EXPECT_TRUE(Eventually([&] { return ended.load(); }));
  EXPECT_GE(absl::Now() - begin, WaitingRoom::kLongest);
  EXPECT_LT(absl::Now() - begin, 3 * WaitingRoom::kLongest);
}

TEST(WaitingRoomTest, HasALimitAndRoomAgain) {
  std::atomic<bool> go = false;
  WaitingRoom room;
  const auto attempt = [&](bool last) { return last || go; };
  for (size_t i = 0; i < WaitingRoom::kMostWaiting; ++i) ASSERT_TRUE(room.Enter(attempt));
  EXPECT_FALSE(room.Enter(attempt));
  go = true;
  EXPECT_TRUE(Eventually([&] { return room.Enter(attempt); }));
}

TEST(WaitingRoomTest, ClosingEndsTheWaiting) {
  std::atomic<int> last_ones = 0;
  WaitingRoom room;
  for (int i = 0; i < 10; ++i) {
    ASSERT_TRUE(room.Enter([&](bool last) {
      last_ones += last ? 1 : 0;
      return last;
    }));
  }
  const absl::Time begin = absl::Now();
  room.Stop();
  EXPECT_TRUE(Eventually([&] { return last_ones == 10; }));
  EXPECT_LT(absl::Now() - begin, WaitingRoom::kLongest / 2);
  EXPECT_FALSE(room.Enter([](bool) { return true; }));
}

}  // namespace
}  // namespace lotse::rpc
