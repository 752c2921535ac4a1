#include "runtime/rpc/waiting_room.h"

#include <utility>

#include "absl/time/clock.h"

namespace lotse::rpc {

WaitingRoom::WaitingRoom() : thread_([this] { Work(); }) {}

WaitingRoom::~WaitingRoom() {
  Stop();
  thread_.join();
}

bool WaitingRoom::Enter(Attempt attempt) {
  absl::MutexLock lock(&mutex_);
  if (stopped_ || inside_ >= kMostWaiting) return false;
  ++inside_;
  waiting_.push_back({std::move(attempt), absl::Now() + kLongest});
  return true;
}

void WaitingRoom::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

void WaitingRoom::Work() {
  while (true) {
    std::vector<Waiting> round;
    bool stopped = false;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &WaitingRoom::HasWork));
      mutex_.AwaitWithDeadline(absl::Condition(&stopped_), absl::Now() + kPause);
      round.swap(waiting_);
      stopped = stopped_;
    }
    if (round.empty()) return;  // Stopped, and nobody comes any more.
    std::vector<Waiting> left;
    for (Waiting& waiting : round) {
      if (!waiting.attempt(stopped || absl::Now() >= waiting.until)) {
        left.push_back(std::move(waiting));
      }
    }
    absl::MutexLock lock(&mutex_);
    inside_ -= round.size() - left.size();
    for (Waiting& waiting : left) waiting_.push_back(std::move(waiting));
  }
}

}  // namespace lotse::rpc
