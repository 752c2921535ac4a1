#pragma once

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace lotse::watch {

// An open stream that waits for news.
class Watcher {
 public:
  virtual ~Watcher() = default;
  // There is something to read.
  virtual void Notify() = 0;
  // Ends it if its caller has no right to it any more, or does not read.
  virtual void Recheck() = 0;
};

// The open streams of a service. Each is asked again and again whether its caller still has
// the right: nothing tells that a token or a grant has expired. Thread-safe.
class Watchers {
 public:
  // How often they are asked.
  static constexpr absl::Duration kRecheck = absl::Seconds(1);

  // `before` is called each time before they are asked, on the same thread.
  explicit Watchers(std::function<void()> before = [] {});
  // Stops asking.
  ~Watchers();

  void Add(const std::shared_ptr<Watcher>& watcher);
  // Those that have not ended.
  std::vector<std::shared_ptr<Watcher>> Open();

 private:
  void RecheckAgainAndAgain();

  const std::function<void()> before_;
  absl::Mutex mutex_;
  // Those that have ended are swept out by the way.
  std::vector<std::weak_ptr<Watcher>> watchers_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread rechecking_;
};

}  // namespace lotse::watch
