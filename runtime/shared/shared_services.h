#pragma once

#include <string>
#include <vector>

#include "runtime/blob/blob_service.h"
#include "runtime/history/change_service.h"
#include "runtime/ops/daemon.h"
#include "runtime/resource/kernel.h"

namespace lotse::shared {

// `own` and the services that every daemon offers beside its own, by their full
// names: lotse.type.v1alpha.ChangeService and BlobService.
std::vector<std::string> WithShared(std::vector<std::string> own);

// Those services over the kernel of a daemon, which outlives them.
class SharedServices {
 public:
  explicit SharedServices(resource::Kernel* kernel)
      : kernel_(*kernel), changes_(&kernel->api), blobs_(&kernel->api) {}

  // Adds them to what the daemon serves, its store to what has to be ready, and the
  // hourly line about the change logs to its log.
  void AddTo(ops::Application* application, ops::Log* log);

 private:
  resource::Kernel& kernel_;
  history::ChangeService changes_;
  blob::BlobService blobs_;
};

}  // namespace lotse::shared
