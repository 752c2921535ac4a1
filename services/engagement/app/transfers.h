#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/export_job_service.pb.h"
#include "lotse/engagement/v1alpha/import_job_service.pb.h"
#include "runtime/auth/grant_book.h"
#include "runtime/jobs/job_queue.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"

namespace lotse::engagement {

// Runs exports and imports, one after the other, on a thread of its own. Outlives the calls.
class Transfers {
 public:
  // Is told of each job that could not even say that it failed.
  using Told = std::function<void(const absl::Status&)>;

  // To be made before calls are served; all outlive it. `standard` has the rules of rows. What
  // the store and `standard` got from it may be called after it is gone.
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
  bool Idle() { return queue_->Idle(); }

 private:
  void Loop();
  void Run(const jobs::JobQueue::Job& job);
  bool IsExport(const std::string& name) const;

  resource::Store* const store_;
  const resource::Standard* const standard_;
  const auth::GrantBook* const book_;
  const Told told_;
  std::atomic<bool> stopping_ = false;
  // Used by what the store calls, which may be longer than this is there.
  const std::shared_ptr<jobs::JobQueue> queue_;
  std::thread thread_;
};

// Errors are documented at the methods.
absl::Status CancelExportJob(resource::Tx& tx, const v1alpha::CancelExportJobRequest& q,
                             v1alpha::ExportJob* r);
absl::Status CancelImportJob(resource::Tx& tx, const v1alpha::CancelImportJobRequest& q,
                             v1alpha::ImportJob* r);

}  // namespace lotse::engagement
