#pragma once

#include <functional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "runtime/jobs/job_queue.h"
#include "runtime/resource/store.h"
#include "services/reporting/app/progress_board.h"
#include "services/reporting/document/report_inputs.h"

// The making of one version, from its beginning to its end, on the thread of the jobs.
namespace lotse::reporting {

// Longest time for which the other services are waited for.
inline constexpr absl::Duration kLongestGathering = absl::Seconds(30);

// Fills process, waves, releases, sources and log heads of `inputs` with what a report shows, and
// tells how far that is. A service that does not answer is named in `sources`; an answer that says
// no is returned.
using Gather = std::function<absl::Status(const v1alpha::Report& report, absl::Time deadline,
                                          const SourcesRead& told, ReportInputs* inputs)>;

// Notes a fault of ours where operators read of it; the id under which it stands there.
using NoteFault = std::function<std::string(absl::string_view what)>;

// What the making needs; all outlive it.
struct Assembly {
  resource::Store* store;
  const Gather* gather;
  const NoteFault* note;
  const jobs::JobQueue::Job* job;
  // Where it says how far it is, for as long as it makes the version.
  ProgressBoard* progress;
  // Whether the service is being stopped.
  std::function<bool()> stopped;
};

// Whether the version that a job is about was asked for and waits.
bool WaitsForAssembly(resource::Tx& tx, const jobs::JobQueue::Job& job);

// A version that does not wait any more is left as it is. What went wrong stands in the version,
// which is put back where the service is stopped meanwhile. A store that takes no writes is waited
// for, until the service is stopped; an error is that not even this could be written.
absl::Status RunAssembly(const Assembly& assembly);

// Ends a version that could not be made. `why` has a reason, and a message for who may read it.
absl::Status FailVersion(resource::Tx& tx, const std::string& name, const absl::Status& why);

}  // namespace lotse::reporting
