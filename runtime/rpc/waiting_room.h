#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lotse::rpc {

// Calls that wait for what comes by itself in a moment, on one thread for all of them
// instead of one of gRPC for each. Thread-safe.
class WaitingRoom {
 public:
  // So many wait at once.
  static constexpr size_t kMostWaiting = 256;
  // Nobody waits longer.
  static constexpr absl::Duration kLongest = absl::Seconds(1);
  // Between two attempts.
  static constexpr absl::Duration kPause = absl::Milliseconds(20);

  // Tries to go on, on the thread of the room; true ends the waiting. With `last` it is
  // not tried again.
  using Attempt = std::function<bool(bool last)>;

  WaitingRoom();
  // Tries for the last time what waits.
  ~WaitingRoom();

  // Takes somebody in; false if the room is full or closed: then it is not tried at all.
  bool Enter(Attempt attempt);
  // Closes the room: who waits is tried for the last time.
  void Stop();

 private:
  struct Waiting {
    Attempt attempt;
    absl::Time until;
  };

  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopped_ || !waiting_.empty(); }

  absl::Mutex mutex_;
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  size_t inside_ ABSL_GUARDED_BY(mutex_) = 0;  // Also those that are being tried.
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lotse::rpc
