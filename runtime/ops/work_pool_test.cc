#include "runtime/ops/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace lotse::ops {
namespace {

TEST(WorkPool, RunsEverythingTakenBeforeItEnds) {
  std::atomic<int> done = 0;
  {
    prometheus::Registry registry;
    WorkPool pool(2, 1000, &registry);
    for (int i = 0; i < 100; ++i) {
      ASSERT_EQ(pool.Run([&] { ++done; }), WorkPool::Offer::kTaken);
    }
  }
  EXPECT_EQ(done, 100);
}

TEST(WorkPool, RefusesWhenTooManyWait) {
  absl::Notification started, go;
  prometheus::Registry registry;
  WorkPool pool(1, 2, &registry);
  const auto waiting = [&] { return registry.Collect()[0].metric[0].gauge.value; };
  ASSERT_EQ(pool.Run([&] {
    started.Notify();
    go.WaitForNotification();
  }),
            WorkPool::Offer::kTaken);
  started.WaitForNotification();
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kTaken);
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kTaken);
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kFull);
  EXPECT_EQ(waiting(), 2);
  absl::Notification last;
  go.Notify();
  while (pool.Run([&] { last.Notify(); }) != WorkPool::Offer::kTaken) std::this_thread::yield();
  last.WaitForNotification();
  EXPECT_EQ(waiting(), 0);
}

TEST(WorkPool, RefusesWhenStopped) {
  prometheus::Registry registry;
  WorkPool pool(1, 2, &registry);
  pool.Stop();
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kStopped);
}

}  // namespace
}  // namespace lotse::ops
