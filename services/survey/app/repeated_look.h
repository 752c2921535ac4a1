#pragma once

#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lotse::survey {

// A thread that looks at something again and again.
class RepeatedLook {
 public:
  ~RepeatedLook() { Stop(); }

  // Looks at once, and then every `pause` after the look before has ended. Once.
  void Start(absl::Duration pause, std::function<void()> look);

  // Waits for the look that goes on, which ends soon if it asks `stopping`. Repeatable.
  void Stop();

  bool stopping();

 private:
  void Work(absl::Duration pause, const std::function<void()>& look);

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lotse::survey
