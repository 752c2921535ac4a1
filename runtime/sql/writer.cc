#include "runtime/sql/writer.h"

#include <sqlite3.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/time/clock.h"
#include "runtime/rpc/error.h"

namespace lotse::sql {
namespace {

constexpr size_t kMaxBatch = 256;
// Pages of 4 KiB that the log grows by before they are moved into the file.
constexpr int64_t kCheckpointPages = 1000;
// The log of a store that is never idle is begun anew from here on (64 MiB), and if
// somebody reads for too long, tried again each so many pages.
constexpr int64_t kRestartPages = 16384;
constexpr int64_t kRestartAgainPages = 2048;
constexpr absl::Duration kRestartLimit = absl::Milliseconds(100);
// How long a group waits at most for those who are answered now.
constexpr absl::Duration kMostGathering = absl::Milliseconds(25);
// A clock that is set back gives nothing, and so nothing it could grow from.
constexpr absl::Duration kLeastGathering = absl::Microseconds(100);

// How long to gather: what a commit costs however few share it, told by the shortest of the last 64
// or so, for a disk may become slower. Of more callers half are committed while the others come.
absl::Duration Gathering(absl::Duration before, absl::Duration took) {
  return std::clamp(took, kLeastGathering, std::min(before + before / 64, kMostGathering));
}

// Faults after which nothing of a batch can be kept.
bool IsOfStore(int code) {
  return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CORRUPT ||
         code == SQLITE_NOTADB;
}

}  // namespace

Writer::Writer(const WriteLimits& limits, ConnectionPool* writing, ConnectionPool* reading,
               std::unique_ptr<Connection> checkpoints, Health* health)
    : gathers_(checkpoints == nullptr),
      limits_(limits),
      writing_(writing),
      reading_(reading),
      checkpoints_(std::move(checkpoints)),
      health_(health),
      gathering_(kMostGathering),
      checkpoint_at_(kCheckpointPages),
      restart_at_(kRestartPages) {
  // In the place of SQLite's own, which moves the log inside of a commit.
  sqlite3_wal_hook(writing_->Take(Patience())->handle(), &OnCommit, this);
  write_thread_ = std::thread([this] { Write(); });
  if (checkpoints_ != nullptr) checkpoint_thread_ = std::thread([this] { MoveLog(); });
}

Writer::~Writer() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  write_thread_.join();
  if (checkpoint_thread_.joinable()) checkpoint_thread_.join();
}

void Writer::Add(Job job) {
  {
    absl::MutexLock lock(&mutex_);
    if (waiting_.size() < limits_.max_waiting) {
      waiting_.push_back(std::move(job));
      if (limits_.waiting != nullptr) limits_.waiting->Increment();
      return;
    }
  }
  job.done(rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                           "too many writes wait; nothing was changed", /*seconds=*/1));
}

// [group]
void Writer::Write() {
  while (true) {
    std::vector<Job> batch;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Writer::HasWork));
      if (gathers_) {
        mutex_.AwaitWithDeadline(absl::Condition(this, &Writer::HasGroup),
                                 absl::Now() + gathering_);
      }
      for (; !waiting_.empty() && batch.size() < kMaxBatch; waiting_.pop_front()) {
        batch.push_back(std::move(waiting_.front()));
      }
    }
    if (batch.empty()) return;
    if (limits_.waiting != nullptr) limits_.waiting->Decrement(static_cast<double>(batch.size()));
    const bool wrote = RunBatch(batch);
    if (wrote && listener_) listener_();
    {
      absl::MutexLock lock(&mutex_);
      group_ = std::min(batch.size() + waiting_.size(), kMaxBatch);
      if (wrote) gathering_ = Gathering(gathering_, commit_took_);
    }
    for (Job& job : batch) job.done(std::move(job.status));
  }
}
// [/group]

// Whether the commit changed something.
bool Writer::RunBatch(std::vector<Job>& jobs) {
  const auto connection = writing_->Take(Patience());
  bool wrote = false;
  while (!Attempt(*connection, jobs, &wrote)) {
  }
  if (log_pages_ >= restart_at_) RestartLog(*connection);
  return wrote;
}

void Writer::Commit(Connection& connection, bool wrote) {
  const absl::Time begin = absl::Now();
  reading_->CommitBegins();
  const auto ended = absl::MakeCleanup([&] { reading_->CommitEnded(); });
  connection.Do(Connection::kCommit);
  commit_took_ = absl::Now() - begin;
  if (wrote && limits_.commit_seconds != nullptr) {
    limits_.commit_seconds->Observe(absl::ToDoubleSeconds(commit_took_));
  }
}

// Runs what has not ended in one transaction. False if a job spoilt that, so that
// the others must run again: also those that were refused, for they may have been
// because of what a neighbour had written.
bool Writer::Attempt(Connection& connection, std::vector<Job>& jobs, bool* wrote) {
  *wrote = false;
  const auto fail_all = [&](const absl::Status& status) {
    connection.EndTransaction();
    *wrote = false;
    for (Job& job : jobs) {
      if (!job.ended) job.status = status;
    }
    return true;
  };
  if (health_->corrupt()) return fail_all(Health::Corrupt());
  try {
    connection.Do(Connection::kBeginImmediate);
    for (Job& job : jobs) {
      if (job.ended) continue;
      const bool late = job.patience.Over();
      if (late) job.status = Health::CallerGone();
      const int code = late ? SQLITE_OK : RunJob(connection, job, wrote);
      if (IsOfStore(code) && (code != SQLITE_FULL || !connection.InTransaction())) {
        return fail_all(job.status);
      }
      if (!connection.InTransaction()) {
        if (job.status.ok()) job.status = absl::InternalError("a write ended its transaction");
        job.ended = true;
        return false;
      }
      job.ended = late;
    }
    Commit(connection, *wrote);
  } catch (const SQLite::Exception& fault) {
    return fail_all(health_->Translate(fault));
  }
  if (*wrote) health_->Wrote();
  return true;
}

// Returns the SQLite code of the fault that ended the job; SQLITE_OK without one.
int Writer::RunJob(Connection& connection, Job& job, bool* wrote) {
  int code = SQLITE_OK;
  try {
    connection.Do(Connection::kSavepoint);
    const int64_t before = sqlite3_total_changes64(connection.handle());
    const absl::StatusOr<Database::Fate> fate = [&] {
      const Connection::Watch watch(connection, job.patience);
      return job.work(connection);
    }();
    job.status = fate.status();
    if (fate.ok() && *fate == Database::Fate::kKeep) {
      connection.Do(Connection::kRelease);
      if (sqlite3_total_changes64(connection.handle()) != before) *wrote = true;
      return code;
    }
  } catch (const SQLite::Exception& fault) {
    job.status = health_->Translate(fault);
    code = fault.getErrorCode() & 0xFF;
  } catch (const std::exception& fault) {
    job.status = absl::InternalError(fault.what());
  }
  if (connection.InTransaction()) {
    connection.Do(Connection::kRollbackTo);
    connection.Do(Connection::kRelease);
  }
  return code;
}

int Writer::OnCommit(void* writer, sqlite3*, const char*, int log_pages) {
  auto* self = static_cast<Writer*>(writer);
  if (log_pages < self->log_pages_) {
    self->checkpoint_at_ = kCheckpointPages;
    self->restart_at_ = kRestartPages;
  }
  self->log_pages_ = log_pages;
  if (log_pages >= self->checkpoint_at_) {
    self->checkpoint_at_ = log_pages + kCheckpointPages;
    absl::MutexLock lock(&self->mutex_);
    self->checkpoint_wanted_ = true;
  }
  return SQLITE_OK;
}

void Writer::MoveLog() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Writer::HasCheckpoint));
      if (stopping_) return;
      checkpoint_wanted_ = false;
    }
    const int code =
        checkpoints_->Checkpoint(SQLITE_CHECKPOINT_PASSIVE, absl::ZeroDuration(), reading_);
    // Busy: somebody else moves it, or reads what would be overwritten.
    if (code != SQLITE_OK && code != SQLITE_BUSY) {
      health_->Translate(SQLite::Exception(checkpoints_->handle(), code)).IgnoreError();
    }
  }
}

// Waits for readers of the log, so that the next commit begins it anew. A checkpoint
// beside commits alone never gets to its end in a store that is never idle.
void Writer::RestartLog(Connection& connection) {
  if (connection.Checkpoint(SQLITE_CHECKPOINT_RESTART, kRestartLimit, reading_) != SQLITE_OK) {
    restart_at_ = log_pages_ + kRestartAgainPages;
  } else {
    log_pages_ = 0;
    checkpoint_at_ = kCheckpointPages;
    restart_at_ = kRestartPages;
  }
}

}  // namespace lotse::sql
