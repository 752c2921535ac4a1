#pragma once

#include <map>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"

namespace lotse::reporting {

// How far the versions are that this process is making. It is in memory alone: a revision for each
// step would be written for nothing, and after a start no version is half made. Thread-safe.
class ProgressBoard {
 public:
  using Step = v1alpha::AssemblyProgress::Step;

  // Says how far a version is, by its name, in the place of what was said before. `done` of
  // `total` where the step counts.
  void Put(const std::string& version, Step step, int done = 0, int total = 0);
  // Says nothing of it any more.
  void Drop(const std::string& version);

  // Sets what is told of a version as it was read: one that was asked for waits, one that is being
  // made is as far as was put; of any other nothing is told.
  void Fill(v1alpha::ReportVersion* version) const;

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, v1alpha::AssemblyProgress> by_version_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lotse::reporting
