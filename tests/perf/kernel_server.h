#pragma once

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>

#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/resource/kernel.h"
#include "runtime/rpc/shell.h"
#include "tests/perf/load.h"

namespace lotse::perf {

// A programme as they are stored: two languages and three funders, about 400 bytes.
engagement::v1alpha::Programme SampleProgramme();

// ProgrammeService of the engagement service over a real store, in this process:
// rules, metrics and log as delivered, the log to /dev/null. And beside it an echo:
// the same method that answers with the same programme at once.
class KernelServer {
 public:
  // How both are reached, and how a caller of the service is known.
  struct Options {
    std::shared_ptr<grpc::ServerCredentials> credentials = grpc::InsecureServerCredentials();
    decltype(rpc::Shell::Options::identify) identify = rpc::Shell::Options().identify;
  };

  // `folder` must not exist; it is made.
  explicit KernelServer(const std::string& folder, const Options& options);
  explicit KernelServer(const std::string& folder) : KernelServer(folder, Options()) {}
  ~KernelServer();

  resource::Kernel& kernel();
  // HOST:PORT of both.
  const std::string& address() const;
  const std::string& echo_address() const;

  // Fills the closed store in `folder` with `count` programmes `programmes/p0000000`, …, one
  // in a hundred with another short name and start date.
  static void Fill(const std::string& folder, int count);

  // Seconds that counting and logging a call take, without the call.
  double SecondsOfMetricsAndLog() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Calls GetProgramme at `address` with a token; the i-th caller reads the i-th programme.
LoadResult RunGets(const std::string& address,
                   const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                   const std::string& token, int in_flight, absl::Duration duration);

}  // namespace lotse::perf
