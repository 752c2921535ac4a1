#pragma once

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/descriptor.h"

namespace lotse::ops {

inline constexpr int kStatusCodes = 17;  // grpc::StatusCode: OK to UNAUTHENTICATED

// Counters by the name of a reason, without its prefix.
using ErrorCounters = absl::flat_hash_map<std::string, prometheus::Counter*>;

// The metrics of one method, resolved once. Thread-safe.
struct MethodMetrics {
  prometheus::Counter* started;
  std::array<prometheus::Counter*, kStatusCodes> handled;
  prometheus::Histogram* handling_seconds;
  // Messages of streams; null for unary methods.
  prometheus::Counter* received;
  prometheus::Counter* sent;
  // Those of all methods together.
  std::shared_ptr<const ErrorCounters> errors;

  // Counts the end of a call with this status code, and the reason of its error.
  void End(int code, absl::string_view reason, absl::Duration duration) const {
    handled[code]->Increment();
    handling_seconds->Observe(absl::ToDoubleSeconds(duration));
    if (const auto found = errors->find(reason); found != errors->end()) {
      found->second->Increment();
    }
  }
};

// Counts calls under the names that go-grpc-prometheus made common
// (`grpc_server_started_total`, `grpc_server_handled_total`,
// `grpc_server_handling_seconds`; for streams also
// `grpc_server_msg_received_total`, `grpc_server_msg_sent_total`), and errors by their reason
// (`lotse_call_errors_total`).
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
  const std::shared_ptr<const ErrorCounters> errors_;
};

}  // namespace lotse::ops
