#include "runtime/ops/open_streams.h"

#include <utility>
#include <vector>

namespace lotse::ops {

Offer OpenStreams::Add(const void* stream, std::function<void()> stop) {
  absl::MutexLock lock(&mutex_);
  if (stopped_) return Offer::kStopped;
  if (open_.size() >= max_open_) return Offer::kFull;
  open_.emplace(stream, std::move(stop));
  return Offer::kTaken;
}

void OpenStreams::Remove(const void* stream) {
  std::function<void()> stop;  // Destroyed without the lock: it may hold the stream.
  absl::MutexLock lock(&mutex_);
  if (const auto found = open_.find(stream); found != open_.end()) {
    stop = std::move(found->second);
    open_.erase(found);
  }
}

void OpenStreams::Stop() {
  std::vector<std::function<void()>> stops;
  {
    absl::MutexLock lock(&mutex_);
    stopped_ = true;
    for (const auto& [stream, stop] : open_) stops.push_back(stop);
  }
  // Without the lock: a stream that is told may end at once.
  for (const auto& stop : stops) stop();
}

}  // namespace lotse::ops
