#include "runtime/ops/call_metrics.h"

#include <map>
#include <string>

namespace lotse::ops {
namespace {

// Spelt as go-grpc-prometheus spells them.
constexpr const char* kCodeNames[kStatusCodes] = {
    "OK",       "Canceled",       "Unknown",          "InvalidArgument",   "DeadlineExceeded",
    "NotFound", "AlreadyExists",  "PermissionDenied", "ResourceExhausted", "FailedPrecondition",
    "Aborted",  "OutOfRange",     "Unimplemented",    "Internal",          "Unavailable",
    "DataLoss", "Unauthenticated"};

// Seconds. From a cached read to a report over slow peers.
const prometheus::Histogram::BucketBoundaries kBuckets = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry* registry,
                         const std::vector<const google::protobuf::ServiceDescriptor*>& services) {
  auto& started = prometheus::BuildCounter()
                      .Name("grpc_server_started_total")
                      .Help("Calls that were begun.")
                      .Register(*registry);
  auto& handled = prometheus::BuildCounter()
                      .Name("grpc_server_handled_total")
                      .Help("Calls that were ended, by status code.")
                      .Register(*registry);
  auto& seconds = prometheus::BuildHistogram()
                      .Name("grpc_server_handling_seconds")
                      .Help("Time from the arrival of a call to its end.")
                      .Register(*registry);
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      std::map<std::string, std::string> labels = {{"grpc_type", "unary"},
                                                   {"grpc_service", service->full_name()},
                                                   {"grpc_method", method->name()}};
      MethodMetrics metrics{&started.Add(labels), {}, &seconds.Add(labels, kBuckets)};
      for (int code = 0; code < kStatusCodes; ++code) {
        labels["grpc_code"] = kCodeNames[code];
        metrics.handled[code] = &handled.Add(labels);
      }
      methods_[method->input_type()] = metrics;
    }
  }
}

const MethodMetrics& CallMetrics::Of(const google::protobuf::Descriptor* request) const {
  return methods_.at(request);
}

}  // namespace lotse::ops
