#pragma once

#include <grpcpp/alarm.h>

#include <chrono>
#include <functional>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lotse::rpc {

// A stream's waiting for its caller, which must not last for ever. Thread-safe. Held
// by shared pointers: alarm and shell may call it when the stream has just ended.
class Waiting final : public std::enable_shared_from_this<Waiting> {
 public:
  // `cut` ends the stream with an error, CALLER_GONE once it has waited for `limit`. It is
  // called at most once, while the stream waits, so the stream exists; under the lock, so
  // it calls nothing of this class.
  Waiting(absl::Duration limit, std::function<void(absl::Status)> cut)
      : limit_(absl::ToChronoMilliseconds(limit)), cut_(std::move(cut)) {}

  // Waits for what `start` starts; the error to end with if Stop was called before.
  absl::Status Begin(absl::FunctionRef<void()> start);

  // What was waited for happened; false if the stream was cut before.
  bool Over();

  // Ends the stream: at once if it waits, else before it waits again.
  void Stop(absl::Status end);

 private:
  using Clock = std::chrono::steady_clock;

  void Cut(absl::Status end) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void SetAlarm(std::chrono::milliseconds wait) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnAlarm();

  const std::chrono::milliseconds limit_;
  const std::function<void(absl::Status)> cut_;
  absl::Mutex mutex_;
  bool waits_ ABSL_GUARDED_BY(mutex_) = false;
  Clock::time_point since_ ABSL_GUARDED_BY(mutex_);
  absl::Status end_ ABSL_GUARDED_BY(mutex_);
  std::unique_ptr<grpc::Alarm> alarm_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::rpc
