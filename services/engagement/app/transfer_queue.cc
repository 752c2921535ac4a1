#include "services/engagement/app/transfer_queue.h"

#include <utility>

#include "runtime/rpc/error.h"

namespace lotse::engagement {

using resource::Tx;

absl::Status TransferQueue::CheckRoom(const std::string& actor) const {
  constexpr int kSeconds = 10;
  if (offered_.size() + waiting_.size() >= kMaxWaiting) {
    return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                           "too many exports and imports wait already; try again later", kSeconds);
  }
  size_t own = 0;
  for (const auto& [name, job] : offered_) own += job.caller.actor() == actor;
  for (const Job& job : waiting_) own += job.caller.actor() == actor;
  if (own < kMaxOfCaller) return absl::OkStatus();
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_RATE_LIMITED,
                         "too many exports and imports of this caller wait already; try again "
                         "when one has begun",
                         kSeconds);
}

absl::Status TransferQueue::Offer(Tx& tx, Job job) {
  const std::string name = job.name;
  const std::string& actor = job.caller.actor();
  absl::MutexLock lock(&mutex_);
  // A transaction may be run again from its start.
  offered_.erase(name);
  absl::Status room = CheckRoom(actor);
  if (!room.ok()) {
    // What was refused behind this, or only tried, is not there.
    std::erase_if(offered_, [&](const auto& offered) {
      return !tx.CheckThere(offered.first, /*live=*/false).ok();
    });
    room = CheckRoom(actor);
  }
  if (room.ok()) offered_.insert_or_assign(name, std::move(job));
  return room;
}

// On the thread that writes, as Offer is: what was offered is decided by now.
void TransferQueue::OnCommit() {
  absl::MutexLock lock(&mutex_);
  for (auto& [name, job] : offered_) waiting_.push_back(std::move(job));
  offered_.clear();
}

std::optional<TransferQueue::Job> TransferQueue::Next() {
  absl::MutexLock lock(&mutex_);
  running_ = false;
  mutex_.Await(absl::Condition(
      +[](TransferQueue* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) {
        return self->stopped_ || !self->waiting_.empty();
      },
      this));
  if (stopped_) return std::nullopt;
  running_ = true;
  Job job = std::move(waiting_.front());
  waiting_.pop_front();
  return job;
}

void TransferQueue::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

bool TransferQueue::Idle() {
  absl::MutexLock lock(&mutex_);
  return offered_.empty() && waiting_.empty() && !running_;
}

}  // namespace lotse::engagement
