#include "runtime/watch/watchers.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"

namespace lotse::watch {

Watchers::Watchers(std::function<void()> before)
    : before_(std::move(before)), rechecking_([this] { RecheckAgainAndAgain(); }) {}

Watchers::~Watchers() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  rechecking_.join();
}

void Watchers::Add(const std::shared_ptr<Watcher>& watcher) {
  absl::MutexLock lock(&mutex_);
  watchers_.erase(std::remove_if(watchers_.begin(), watchers_.end(),
                                 [](const auto& former) { return former.expired(); }),
                  watchers_.end());
  watchers_.push_back(watcher);
}

std::vector<std::shared_ptr<Watcher>> Watchers::Open() {
  std::vector<std::shared_ptr<Watcher>> open;
  absl::MutexLock lock(&mutex_);
  for (const auto& watcher : watchers_) {
    if (auto stream = watcher.lock()) open.push_back(std::move(stream));
  }
  watchers_.assign(open.begin(), open.end());
  return open;
}

void Watchers::RecheckAgainAndAgain() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithDeadline(absl::Condition(&stopping_), absl::Now() + kRecheck)) return;
    }
    before_();
    for (const auto& watcher : Open()) watcher->Recheck();
  }
}

}  // namespace lotse::watch
