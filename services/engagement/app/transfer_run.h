#pragma once

#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/export_job.pb.h"
#include "lotse/engagement/v1alpha/import_job.pb.h"
#include "runtime/jobs/job_caller.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "runtime/types/date.h"

// One export or import from its beginning to its end, on the thread of the jobs.
namespace lotse::engagement {

// Longest time for which a trial keeps others from writing.
inline constexpr absl::Duration kMaxTrialTime = absl::Seconds(10);

// Whether a job waits and is the one that was created at `create_time`.
template <class Job>
bool WaitsSince(absl::Time create_time, const Job& job) {
  return job.state() == v1alpha::TRANSFER_STATE_WAITING &&
         types::FromTimestamp(job.create_time()) == create_time;
}

// What a job needs; all outlive it.
struct TransferRun {
  resource::Store* store;
  const resource::Standard* standard;
  const jobs::JobCaller* caller;
  // Name of the job, and when it was created.
  std::string name;
  absl::Time create_time;
  // Whether the service is being stopped.
  std::function<bool()> stopped;
  absl::Duration trial_time = kMaxTrialTime;

  // Whether a job of this name waits and is the one that the caller created: another may
  // have been created under the name of one that was deleted, and must not run with the
  // rights of whoever created that.
  template <class Job>
  bool Waits(const Job& job) const {
    return WaitsSince(create_time, job);
  }
  // Reads the job.
  absl::Status Load(google::protobuf::Message* job) const;
  // Runs `work` in a transaction on behalf of the caller, and waits while too many wait.
  absl::Status Write(absl::FunctionRef<absl::Status(resource::Tx&)> work) const;
};

// A job that is not there any more, or does not wait, is left as it is. What went wrong
// stands in the job; an error is that not even this could be written.
absl::Status RunExport(const TransferRun& run);
absl::Status RunImport(const TransferRun& run);

// What a job says that did not go to its end because the service was stopped.
absl::Status WasStopped();

// Sets the last state of a job, with why it failed, and when it ended.
template <class Job>
void End(v1alpha::TransferState state, const absl::Status& why, resource::Tx& tx, Job* job);

// Stores a file below the parent of `job`, and gives its name. In a write.
absl::StatusOr<std::string> PutFile(resource::Tx& tx, const std::string& job,
                                    const std::string& file_name, const std::string& media_type,
                                    const std::string& content);

}  // namespace lotse::engagement
