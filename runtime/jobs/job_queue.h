#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/jobs/job_caller.h"
#include "runtime/resource/tx.h"

namespace lotse::jobs {

// Long-running operations that wait to be run one after another; each is a resource that tells
// of itself. What the store calls, its rules and its listener, share it: they may be called for
// as long as the store is open. Thread-safe.
class JobQueue {
 public:
  // Jobs that may wait; more are refused with OVERLOADED.
  static constexpr size_t kMaxWaiting = 16;
  // Of those, jobs of one caller; more are refused with RATE_LIMITED, so that nobody takes all.
  static constexpr size_t kMaxOfCaller = 4;

  // A job and on whose behalf it runs. Its name may be given anew once it was deleted; when
  // it was created tells whether it is the same.
  struct Job {
    std::string name;
    absl::Time create_time;
    JobCaller caller;
  };

  // Whether a job is there, the same that was offered, and waits.
  using Waits = std::function<bool(resource::Tx&, const Job&)>;

  // Is told how many wait, after each change of that.
  using Told = std::function<void(size_t waiting)>;

  // `what` names the jobs in errors, for example `exports and imports`.
  JobQueue(
      std::string what, Waits waits, Told told = [](size_t) {})
      : what_(std::move(what)), waits_(std::move(waits)), told_(std::move(told)) {}

  // Notes a job that a transaction creates. It may still fail; the job is begun once it is
  // committed.
  absl::Status Offer(resource::Tx& tx, Job job);
  // After each commit, on the thread that writes.
  void OnCommit();
  // Adds one that an earlier run of the service left, whatever else waits.
  void Resume(Job job);

  // Waits for the next job, which runs from now until this is called again; nothing once
  // Stop was called.
  std::optional<Job> Next();
  void Stop();

  // Whether nothing waits or runs.
  bool Idle();

 private:
  // OVERLOADED, RATE_LIMITED: no room for another job of this caller.
  absl::Status CheckRoom(const std::string& actor) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::string what_;
  const Waits waits_;
  const Told told_;
  absl::Mutex mutex_;
  // Noted by transactions whose group is not committed yet, by name.
  std::map<std::string, Job> offered_ ABSL_GUARDED_BY(mutex_);
  std::deque<Job> waiting_ ABSL_GUARDED_BY(mutex_);
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace lotse::jobs
