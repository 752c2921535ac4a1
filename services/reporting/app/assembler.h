#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/jobs/job_queue.h"
#include "runtime/resource/standard.h"
#include "runtime/resource/store.h"
#include "services/reporting/app/assembly.h"
#include "services/reporting/app/progress_board.h"

namespace lotse::reporting {

// Makes versions of reports, one after another, on a thread of its own. Permission to make one is
// asked for when it is asked for; what it is made of the service asks for itself.
class Assembler {
 public:
  // Is told of each version that could not even say that it failed.
  using Told = std::function<void(const absl::Status&)>;

  // To be made before calls are served. The store outlives it, and may call what it got from it
  // after it is gone.
  // `waiting` is told how many versions wait.
  Assembler(
      resource::Store* store, Gather gather, NoteFault note, Told told,
      jobs::JobQueue::Told waiting = [](size_t) {});
  // Stops, and waits until the other services have answered or timed out.
  ~Assembler();

  // Adds that each version which is answered tells how far its making is. Before calls are served;
  // it holds for as long as `standard` is there, also after this is gone.
  void AddRules(resource::Standard* standard) const;

  // AssembleReport; see the method.
  absl::Status Assemble(resource::Tx& tx, const v1alpha::AssembleReportRequest& q,
                        v1alpha::ReportVersion* r);

  // Begins to make versions, first those that an earlier run of the service left; how many there
  // were. One that was being made when the service was cut off ends as FAILED: it may be what cut
  // it off.
  absl::StatusOr<int> Start();

  // Makes no further version: one that is being made is put back, and begun anew at the next start
  // with those that wait. Waits for nothing.
  void Stop();

  // Whether nothing waits or is made; for tests.
  bool Idle() { return queue_->Idle(); }

 private:
  void Loop();
  // Adds the versions of an owner that have not ended.
  absl::Status FindLeft(resource::Tx& tx, const std::string& owner,
                        std::vector<v1alpha::ReportVersion>* left);

  resource::Store* const store_;
  const Gather gather_;
  const NoteFault note_;
  const Told told_;
  std::atomic<bool> stopping_ = false;
  // Used by what answers calls, which may be longer than this is there.
  const std::shared_ptr<ProgressBoard> progress_ = std::make_shared<ProgressBoard>();
  // Used by what the store calls, which may be longer than this is there.
  const std::shared_ptr<jobs::JobQueue> queue_;
  std::thread thread_;
};

}  // namespace lotse::reporting
