#include "runtime/jobs/job_queue.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"

namespace lotse::jobs {

using resource::Tx;

absl::Status JobQueue::CheckRoom(const std::string& actor) const {
  constexpr int kSeconds = 10;
  if (offered_.size() + waiting_.size() >= kMaxWaiting) {
    return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                           absl::StrCat("too many ", what_, " wait already; try again later"),
                           kSeconds);
  }
  size_t own = 0;
  for (const auto& [name, job] : offered_) own += job.caller.actor() == actor;
  for (const Job& job : waiting_) own += job.caller.actor() == actor;
  if (own < kMaxOfCaller) return absl::OkStatus();
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_RATE_LIMITED,
                         absl::StrCat("too many ", what_,
                                      " of this caller wait already; try "
                                      "again when one has begun"),
                         kSeconds);
}

absl::Status JobQueue::Offer(Tx& tx, Job job) {
  const std::string name = job.name;
  const std::string& actor = job.caller.actor();
  absl::MutexLock lock(&mutex_);
  // A transaction may be run again from its start.
  offered_.erase(name);
  absl::Status room = CheckRoom(actor);
  if (!room.ok()) {
    // What was refused behind this, only tried, or cancelled takes no place. If what cancels it
    // is not kept in the end, its caller learns so and cancels it again.
    std::erase_if(offered_, [&](const auto& offered) { return !waits_(tx, offered.second); });
    std::erase_if(waiting_, [&](const Job& waiting) { return !waits_(tx, waiting); });
    told_(waiting_.size());
    room = CheckRoom(actor);
  }
  if (room.ok()) offered_.insert_or_assign(name, std::move(job));
  return room;
}

// On the thread that writes, as Offer is: what was offered is decided by now.
void JobQueue::OnCommit() {
  absl::MutexLock lock(&mutex_);
  for (auto& [name, job] : offered_) waiting_.push_back(std::move(job));
  offered_.clear();
  told_(waiting_.size());
}

void JobQueue::Resume(Job job) {
  absl::MutexLock lock(&mutex_);
  waiting_.push_back(std::move(job));
  told_(waiting_.size());
}

std::optional<JobQueue::Job> JobQueue::Next() {
  absl::MutexLock lock(&mutex_);
  running_ = false;
  mutex_.Await(absl::Condition(
      +[](JobQueue* self) ABSL_EXCLUSIVE_LOCKS_REQUIRED(self->mutex_) {
        return self->stopped_ || !self->waiting_.empty();
      },
      this));
  if (stopped_) return std::nullopt;
  running_ = true;
  Job job = std::move(waiting_.front());
  waiting_.pop_front();
  told_(waiting_.size());
  return job;
}

void JobQueue::Stop() {
  absl::MutexLock lock(&mutex_);
  stopped_ = true;
}

bool JobQueue::Idle() {
  absl::MutexLock lock(&mutex_);
  return offered_.empty() && waiting_.empty() && !running_;
}

}  // namespace lotse::jobs
