#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>

#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"

namespace lotse::ops {

inline constexpr int kStatusCodes = 17;  // grpc::StatusCode: OK to UNAUTHENTICATED

// The metrics of one method, resolved once. Thread-safe.
struct MethodMetrics {
  prometheus::Counter* started;
  std::array<prometheus::Counter*, kStatusCodes> handled;
  prometheus::Histogram* handling_seconds;
  // Messages of streams; null for unary methods.
  prometheus::Counter* received;
  prometheus::Counter* sent;

  // Counts the end of a call with this status code.
  void End(int code, absl::Duration duration) const {
    handled[code]->Increment();
    handling_seconds->Observe(absl::ToDoubleSeconds(duration));
  }
};

// Counts calls under the names that go-grpc-prometheus made common
// (`grpc_server_started_total`, `grpc_server_handled_total`,
// `grpc_server_handling_seconds`; for streams also
// `grpc_server_msg_received_total`, `grpc_server_msg_sent_total`).
class CallMetrics {
 public:
  explicit CallMetrics(prometheus::Registry* registry);

  // Registers the series of a method, so that a rate over them is right from the
  // first call. The handles live as long as the registry.
  MethodMetrics Add(const google::protobuf::MethodDescriptor& method);

 private:
  prometheus::Family<prometheus::Counter>& started_;
  prometheus::Family<prometheus::Counter>& handled_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  prometheus::Family<prometheus::Counter>& received_;
  prometheus::Family<prometheus::Counter>& sent_;
};

}  // namespace lotse::ops
