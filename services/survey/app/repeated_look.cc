#include "services/survey/app/repeated_look.h"

#include <utility>

#include "absl/time/clock.h"

namespace lotse::survey {

void RepeatedLook::Start(absl::Duration pause, std::function<void()> look) {
  thread_ = std::thread([this, pause, look = std::move(look)] { Work(pause, look); });
}

void RepeatedLook::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool RepeatedLook::stopping() {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void RepeatedLook::Work(absl::Duration pause, const std::function<void()>& look) {
  while (true) {
    look();
    absl::MutexLock lock(&mutex_);
    if (mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + pause)) return;
  }
}

}  // namespace lotse::survey
