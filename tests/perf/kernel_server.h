#pragma once

#include <memory>
#include <string>

#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/resource/kernel.h"

namespace lotse::perf {

// A programme as they are stored: two languages and three phases, about 400 bytes.
engagement::v1alpha::Programme SampleProgramme();

// ProgrammeService of the engagement service over a real store, in this process:
// rules, metrics and log as delivered, the log to /dev/null. And beside it an echo:
// the same method that answers with the same programme at once.
class KernelServer {
 public:
  // `folder` must not exist; it is made.
  explicit KernelServer(const std::string& folder);
  ~KernelServer();

  resource::Kernel& kernel();
  // HOST:PORT of both.
  const std::string& address() const;
  const std::string& echo_address() const;

  // Seconds that counting and logging a call take, without the call.
  double SecondsOfMetricsAndLog() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lotse::perf
