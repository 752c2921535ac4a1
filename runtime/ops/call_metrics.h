#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "google/protobuf/descriptor.h"

namespace lotse::ops {

inline constexpr int kStatusCodes = 17;  // grpc::StatusCode: OK to UNAUTHENTICATED

// The metrics of one method, resolved once.
struct MethodMetrics {
  prometheus::Counter* started;
  std::array<prometheus::Counter*, kStatusCodes> handled;
  prometheus::Histogram* handling_seconds;
};

// Counts calls under the names that go-grpc-prometheus made common
// (`grpc_server_started_total`, `grpc_server_handled_total`,
// `grpc_server_handling_seconds`). All series exist from the start, so that a
// rate over them is right from the first call.
class CallMetrics {
 public:
  CallMetrics(prometheus::Registry* registry,
              const std::vector<const google::protobuf::ServiceDescriptor*>& services);

  // The metrics of the method that takes `request`: a method has a request
  // message of its own.
  const MethodMetrics& Of(const google::protobuf::Descriptor* request) const;

 private:
  absl::flat_hash_map<const google::protobuf::Descriptor*, MethodMetrics> methods_;
};

}  // namespace lotse::ops
