#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lotse::rpc {

// Largest google.rpc.Status that is sent. Proxies refuse larger trailers, and
// gRPC itself turns the error into another one above about 8 KiB.
inline constexpr size_t kMaxStatusBytes = 2048;

// The gRPC status of an error: message, and the details as google.rpc.Status.
// `domain` names the service in ErrorInfo, for example `survey.lotse`. Details
// that make it too large are dropped from the end, ErrorInfo last.
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view domain);

// The error that another service of ours answered, with its details.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace lotse::rpc
