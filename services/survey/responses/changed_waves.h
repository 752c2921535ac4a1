#pragma once

#include <set>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace lotse::survey {

// Waves of which what may be told of their answers and invitations may be another since it
// was asked last. It has names only and no order, so of several changes of a wave nothing is
// left but that there was one. Thread-safe.
class ChangedWaves {
 public:
  // Nothing is noted while nobody asks.
  void Note(const std::string& wave) {
    absl::MutexLock lock(&mutex_);
    if (asked_) waves_.insert(wave);
  }
  // From now on changes are noted.
  void Begin() {
    absl::MutexLock lock(&mutex_);
    asked_ = true;
  }
  // From now on they are not.
  void End() {
    absl::MutexLock lock(&mutex_);
    asked_ = false;
    waves_.clear();
  }
  std::set<std::string> Take() {
    std::set<std::string> taken;
    absl::MutexLock lock(&mutex_);
    taken.swap(waves_);
    return taken;
  }

 private:
  absl::Mutex mutex_;
  bool asked_ ABSL_GUARDED_BY(mutex_) = false;
  std::set<std::string> waves_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::survey
