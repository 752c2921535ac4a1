#pragma once

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace lotse::ops {

// What becomes of something that is offered to a place with a limit.
enum class Offer { kTaken, kFull, kStopped };

// A few threads that do the work of calls, behind a queue with a limit. gRPC's
// own threads only hand calls over: they are too few to wait for a disk.
// Thread-safe.
class WorkPool {
 public:
  using Offer = ops::Offer;

  // `threads` of at least 1; at most `max_waiting` jobs wait. Gauges in `registry`, which
  // outlives the pool, show how many do (`lotse_queue_waiting`), how many threads there are
  // (`lotse_threads`), and how many of them work (`lotse_threads_busy`).
  WorkPool(int threads, size_t max_waiting, prometheus::Registry* registry);
  // Runs what waits, then joins.
  ~WorkPool();

  // Takes a job, unless too many wait or the pool was stopped.
  [[nodiscard]] Offer Run(std::function<void()> job);

  // Takes no more jobs. Those taken are still run. May be called twice.
  void Stop();

 private:
  void Work();

  const size_t max_waiting_;
  prometheus::Gauge& gauge_;
  prometheus::Gauge& busy_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace lotse::ops
