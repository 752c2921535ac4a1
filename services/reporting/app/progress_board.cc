#include "services/reporting/app/progress_board.h"

namespace lotse::reporting {

using v1alpha::AssemblyProgress;
using v1alpha::ReportVersion;

void ProgressBoard::Put(const std::string& version, Step step, int done, int total) {
  absl::MutexLock lock(&mutex_);
  AssemblyProgress& progress = by_version_[version];
  progress.set_step(step);
  progress.set_done(done);
  progress.set_total(total);
}

void ProgressBoard::Drop(const std::string& version) {
  absl::MutexLock lock(&mutex_);
  by_version_.erase(version);
}

void ProgressBoard::Fill(ReportVersion* version) const {
  version->clear_progress();
  if (version->state() == ReportVersion::STATE_REQUESTED) {
    version->mutable_progress()->set_step(AssemblyProgress::STEP_WAITING);
  }
  if (version->state() != ReportVersion::STATE_ASSEMBLING) return;
  absl::MutexLock lock(&mutex_);
  const auto found = by_version_.find(version->name());
  if (found != by_version_.end()) *version->mutable_progress() = found->second;
}

}  // namespace lotse::reporting
