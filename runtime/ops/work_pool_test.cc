#include "runtime/ops/work_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>

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

TEST(WorkPool, TellsHowManyThreadsWork) {
  prometheus::Registry registry;
  const auto value = [&](const std::string& name) {
    for (const auto& family : registry.Collect()) {
      if (family.name == name) return family.metric[0].gauge.value;
    }
    return -1.0;
  };
  absl::Notification started, go;
  {
    WorkPool pool(3, 2, &registry);
    EXPECT_EQ(value("lotse_threads"), 3);
    EXPECT_EQ(value("lotse_threads_busy"), 0);
    ASSERT_EQ(pool.Run([&] {
      started.Notify();
      go.WaitForNotification();
    }),
              WorkPool::Offer::kTaken);
    started.WaitForNotification();
    EXPECT_EQ(value("lotse_threads_busy"), 1);
    go.Notify();
  }
  EXPECT_EQ(value("lotse_threads_busy"), 0);
}

TEST(WorkPool, RefusesWhenStopped) {
  prometheus::Registry registry;
  WorkPool pool(1, 2, &registry);
  pool.Stop();
  EXPECT_EQ(pool.Run([] {}), WorkPool::Offer::kStopped);
}

}  // namespace
}  // namespace lotse::ops
