#pragma once

#include <grpcpp/grpcpp.h>
#include <prometheus/registry.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "runtime/ops/call_metrics.h"
#include "runtime/ops/log.h"
#include "runtime/ops/work_pool.h"

namespace lotse::rpc {

// What surrounds every call: metrics, the log line, the queue, the deadline,
// and the way from absl::Status to gRPC. One per daemon. Thread-safe.
class Shell {
 public:
  struct Options {
    // Names the service in errors, for example `survey.lotse`.
    std::string domain;
    // The gRPC services of the daemon.
    std::vector<const google::protobuf::ServiceDescriptor*> services;
    // Requests whose success leaves no log line: a line per anonymous answer would
    // keep the time of each.
    absl::flat_hash_set<const google::protobuf::Descriptor*> unlogged;
    // Longest time that a call may wait for its turn, whatever its deadline.
    absl::Duration max_wait = absl::Seconds(30);
    // Threads that do the work.
    int threads = 2;
    // Calls that may wait for a thread.
    size_t max_waiting = 1024;
  };

  Shell(Options options, prometheus::Registry* registry, ops::Log* log);

  // Runs `work` for a call on the pool and ends the call with its status. The
  // request and whatever `work` fills live until then.
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context,
                                const google::protobuf::Message& request,
                                std::function<absl::Status()> work);

  // Takes no more calls; those taken are still answered.
  void Stop() { pool_.Stop(); }

 private:
  struct Call;
  absl::Status Work(const Call& call) const;
  void Finish(const Call& call, absl::Status status);

  const Options options_;
  ops::CallMetrics metrics_;
  ops::Log* const log_;
  ops::WorkPool pool_;
};

}  // namespace lotse::rpc
