#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace lotse::ops {

// A few threads that do the work of calls, behind a queue with a limit. gRPC's
// own threads only hand calls over: they are too few to wait for a disk.
// Thread-safe.
class WorkPool {
 public:
  // `threads` of at least 1; at most `max_waiting` jobs wait.
  WorkPool(int threads, size_t max_waiting);
  // Runs what waits, then joins.
  ~WorkPool();

  enum class Offer { kTaken, kFull, kStopped };

  // Takes a job, unless too many wait or the pool was stopped.
  [[nodiscard]] Offer Run(std::function<void()> job);

  // Takes no more jobs. Those taken are still run. May be called twice.
  void Stop();

 private:
  void Work();

  const size_t max_waiting_;
  absl::Mutex mutex_;
  std::deque<std::function<void()>> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace lotse::ops
