#include "runtime/ops/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace lotse::ops {
namespace {

TEST(WorkPool, RunsEverythingTakenBeforeItEnds) {
  std::atomic<int> done = 0;
  {
    WorkPool pool(2, 1000);
    for (int i = 0; i < 100; ++i) {
      ASSERT_EQ(pool.Run([&] { ++done; }), WorkPool::Offer::kTaken);
    }
  }
  EXPECT_EQ(done, 100);
}

TEST(WorkPool, RefusesWhenTooManyWait) {
  absl::Notification started, go;
  WorkPool pool(1, 2);
  ASSERT_EQ(pool.Run([&] {
    started.Notify();
    go.WaitForNotification();
  }),
            WorkPool::Offer::kTaken);
  started.WaitForNotification();
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kTaken);
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kTaken);
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kFull);
  go.Notify();
}

TEST(WorkPool, RefusesWhenStopped) {
  WorkPool pool(1, 2);
  pool.Stop();
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kStopped);
}

}  // namespace
}  // namespace lotse::ops
