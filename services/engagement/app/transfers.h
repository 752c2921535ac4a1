#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "lotse/engagement/v1alpha/export_job_service.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.pb.h"
#include "runtime/auth/grant_book.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "services/engagement/app/transfer_caller.h"

namespace lotse::engagement {

// Runs exports and imports, one after the other, on a thread of its own. Outlives the calls.
class Transfers {
 public:
  // Jobs that may wait; more are refused with OVERLOADED.
  static constexpr size_t kMaxWaiting = 16;

  // Is told of each job that could not even say that it failed.
  using Told = std::function<void(const absl::Status&)>;

  // To be made before calls are served; all outlive it. `standard` has the rules of rows.
  Transfers(resource::Store* store, const resource::Standard* standard, const auth::GrantBook* book,
            Told told);
  // Stops: a job that runs ends as FAILED after the rows of its transaction, those that wait
  // are told so at the next start.
  ~Transfers();

  // Adds what holds for jobs beyond the annotations of their protos.
  void AddRules(resource::Standard* standard);

  // Marks jobs that an earlier run of the service left as FAILED: on whose behalf they went
  // on is known no more. How many there were. Begins to run jobs.
  absl::StatusOr<int> Start();

  // Whether nothing waits or runs; for tests.
  bool Idle();

 private:
  // A job and on whose behalf it runs. Its name may be given anew once it was deleted; when
  // it was created tells whether it is the same.
  struct Waiting {
    std::string name;
    absl::Time create_time;
    TransferCaller caller;
  };

  // Notes a job that a transaction creates. It may still fail; the job is begun once it is
  // committed.
  absl::Status Offer(resource::Tx& tx, const std::string& name, absl::Time create_time);
  void OnCommit();
  void Loop();
  void Run(const Waiting& job);
  bool IsExport(const std::string& name) const;

  resource::Store* const store_;
  const resource::Standard* const standard_;
  const auth::GrantBook* const book_;
  const Told told_;
  std::atomic<bool> stopping_ = false;
  absl::Mutex mutex_;
  // Noted by transactions whose group is not committed yet.
  std::map<std::string, Waiting> offered_ ABSL_GUARDED_BY(mutex_);
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  bool running_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

// Errors are documented at the methods.
absl::Status CancelExportJob(resource::Tx& tx, const v1alpha::CancelExportJobRequest& q,
                             v1alpha::ExportJob* r);
absl::Status CancelImportJob(resource::Tx& tx, const v1alpha::CancelImportJobRequest& q,
                             v1alpha::ImportJob* r);

}  // namespace lotse::engagement
