#include "services/engagement/app/transfer_queue.h"

#include <utility>

#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "runtime/rpc/error.h"
#include "services/engagement/app/transfer_run.h"

namespace lotse::engagement {

using resource::Tx;

namespace {

template <class Stored>
bool WaitsAs(Tx& tx, const TransferQueue::Job& job) {
  Stored stored;
  return tx.Load(job.name, &stored).ok() && WaitsSince(job.create_time, stored);
}

// Whether a job is there, the same that was offered, and waits.
bool Waits(Tx& tx, const TransferQueue::Job& job) {
  const auto* kind = tx.schema().KindOfName(job.name)->prototype->GetDescriptor();
  return kind == v1alpha::ExportJob::descriptor() ? WaitsAs<v1alpha::ExportJob>(tx, job)
                                                  : WaitsAs<v1alpha::ImportJob>(tx, job);
}

}  // namespace

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
    // What was refused behind this, only tried, or cancelled takes no place. If what cancels it
    // is not kept in the end, its caller learns so and cancels it again.
    std::erase_if(offered_, [&](const auto& offered) { return !Waits(tx, offered.second); });
    std::erase_if(waiting_, [&](const Job& waiting) { return !Waits(tx, waiting); });
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
