#pragma once

#include <prometheus/registry.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "google/protobuf/descriptor.h"
#include "lotse/type/v1alpha/permission.pb.h"
#include "runtime/ops/call_metrics.h"
#include "runtime/ops/log.h"

namespace lotse::ops {

// What a call needs of its method.
struct Method {
  const google::protobuf::MethodDescriptor* descriptor;
  // What a caller must be allowed to do.
  type::v1alpha::Permission permission;
  // Whether it is to be noted in the change log before anything is answered.
  bool audited_read;
  // False if a success leaves no log line.
  bool logs_success;
  MethodMetrics metrics;

  bool is_stream() const {
    return descriptor->client_streaming() || descriptor->server_streaming();
  }

  // Counts and logs the end of a call. `reason` is that of its error.
  void End(absl::StatusCode code, absl::string_view reason, absl::Duration duration,
           Log* log) const;
};

// The methods that a daemon serves, by their requests: a method has a request
// message of its own. Immutable.
class Methods {
 public:
  // Registers their metrics. FAILED_PRECONDITION, with its name, for a method that
  // has no permission or shares its request; also for a service that is null
  // (misspelt, or not linked in). `unlogged` are the requests whose success leaves
  // no log line.
  static absl::StatusOr<Methods> Make(
      const std::vector<const google::protobuf::ServiceDescriptor*>& services,
      const absl::flat_hash_set<const google::protobuf::Descriptor*>& unlogged,
      prometheus::Registry* registry);

  // The method that takes `request`, which must be one of them.
  const Method& Of(const google::protobuf::Descriptor* request) const {
    return by_request_.at(request);
  }

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, Method> by_request_;
};

// Logs a fault of ours under a new id and returns that. The id is random,
// because it is told to strangers and must not count our faults.
std::string LogIncident(absl::string_view what, Log* log);

}  // namespace lotse::ops
