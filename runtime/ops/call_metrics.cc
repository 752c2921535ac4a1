#include "runtime/ops/call_metrics.h"

#include <map>
#include <string>

#include "absl/strings/strip.h"
#include "lotse/type/v1alpha/error_reason.pb.h"

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

prometheus::Family<prometheus::Counter>& Counter(const char* name, const char* help,
                                                 prometheus::Registry* registry) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry);
}

const char* TypeOf(const google::protobuf::MethodDescriptor& method) {
  if (method.client_streaming()) return method.server_streaming() ? "bidi_stream" : "client_stream";
  return method.server_streaming() ? "server_stream" : "unary";
}

std::shared_ptr<const ErrorCounters> CountersOfErrors(prometheus::Registry* registry) {
  auto& family = Counter("lotse_call_errors_total",
                         "Calls that ended with an error, by its reason.", registry);
  auto counters = std::make_shared<ErrorCounters>();
  const auto* reasons = type::v1alpha::ErrorReason_descriptor();
  for (int i = 0; i < reasons->value_count(); ++i) {
    if (reasons->value(i)->number() == type::v1alpha::ERROR_REASON_UNSPECIFIED) continue;
    const std::string reason(absl::StripPrefix(reasons->value(i)->name(), "ERROR_REASON_"));
    counters->emplace(reason, &family.Add({{"reason", reason}}));
  }
  return counters;
}

}  // namespace

CallMetrics::CallMetrics(prometheus::Registry* registry)
    : started_(Counter("grpc_server_started_total", "Calls that were begun.", registry)),
      handled_(
          Counter("grpc_server_handled_total", "Calls that were ended, by status code.", registry)),
      seconds_(prometheus::BuildHistogram()
                   .Name("grpc_server_handling_seconds")
                   .Help("Time from the arrival of a call to its end.")
                   .Register(*registry)),
      received_(
          Counter("grpc_server_msg_received_total", "Messages that streams received.", registry)),
      sent_(Counter("grpc_server_msg_sent_total", "Messages that streams sent.", registry)),
      errors_(CountersOfErrors(registry)) {}

MethodMetrics CallMetrics::Add(const google::protobuf::MethodDescriptor& method) {
  std::map<std::string, std::string> labels = {{"grpc_type", TypeOf(method)},
                                               {"grpc_service", method.service()->full_name()},
                                               {"grpc_method", method.name()}};
  MethodMetrics out{
      &started_.Add(labels), {}, &seconds_.Add(labels, kBuckets), nullptr, nullptr, errors_};
  if (method.client_streaming() || method.server_streaming()) {
    out.received = &received_.Add(labels);
    out.sent = &sent_.Add(labels);
  }
  for (int code = 0; code < kStatusCodes; ++code) {
    labels["grpc_code"] = kCodeNames[code];
    out.handled[code] = &handled_.Add(labels);
  }
  return out;
}

}  // namespace lotse::ops
