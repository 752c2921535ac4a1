#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "runtime/sql/connection.h"
#include "runtime/sql/database.h"
#include "runtime/sql/health.h"

namespace lotse::sql {

// The thread that writes, which lets writes that wait together share a commit, and
// one that moves the write-ahead log into the file meanwhile.
class Writer {
 public:
  struct Job {
    Patience patience;
    Database::WriteWork work;
    Database::Done done;
    absl::Status status{};
    bool ended = false;  // `status` is the answer, and it does not run again.
  };

  // `writing` lends the one connection that writes; `reading` is told of commits, and
  // checkpoints end what it keeps. `checkpoints` is for the second thread alone; null
  // where there is no write-ahead log.
  Writer(const WriteLimits& limits, ConnectionPool* writing, ConnectionPool* reading,
         std::unique_ptr<Connection> checkpoints, Health* health);
  // Does what was taken.
  ~Writer();

  void Add(Job job);
  void SetCommitListener(std::function<void()> listener) { listener_ = std::move(listener); }

 private:
  bool HasWork() const { return stopping_ || !waiting_.empty(); }
  bool HasGroup() const { return stopping_ || waiting_.size() >= group_; }
  bool HasCheckpoint() const { return stopping_ || checkpoint_wanted_; }
  void Write();
  void MoveLog();
  static int OnCommit(void* writer, sqlite3* handle, const char* database, int log_pages);
  bool RunBatch(std::vector<Job>& jobs);
  void Commit(Connection& connection, bool wrote);
  bool Attempt(Connection& connection, std::vector<Job>& jobs, bool* wrote);
  int RunJob(Connection& connection, Job& job, bool* wrote);
  void RestartLog(Connection& connection);

  // Without a write-ahead log a commit waits for the disk a dozen times. Whoever the last one
  // answered comes back; the first would have a commit to itself, and all others wait for it.
  const bool gathers_;
  const WriteLimits limits_;
  ConnectionPool* const writing_;
  ConnectionPool* const reading_;
  const std::unique_ptr<Connection> checkpoints_;
  Health* const health_;
  std::function<void()> listener_;

  absl::Mutex mutex_;
  std::deque<Job> waiting_ ABSL_GUARDED_BY(mutex_);
  bool checkpoint_wanted_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  // As many jobs were in the last group or waited behind it: the next group waits for so
  // many, and how long at most.
  size_t group_ ABSL_GUARDED_BY(mutex_) = 1;
  absl::Duration gathering_ ABSL_GUARDED_BY(mutex_);
  absl::Duration commit_took_;  // The last one. Used by the thread that writes.

  // Pages in the write-ahead log. Used by whoever holds the connection.
  int64_t log_pages_ = 0;
  int64_t checkpoint_at_;
  int64_t restart_at_;

  std::thread write_thread_;
  std::thread checkpoint_thread_;
};

}  // namespace lotse::sql
