#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"

namespace lotse::rpc {

// Largest google.rpc.Status that is sent, in bytes. Proxies refuse larger trailers;
// gRPC itself makes another error of one above about 8 KiB.
inline constexpr size_t kMaxStatusBytes = 2048;

// The gRPC status of an error: message, and the details as google.rpc.Status.
// `domain` names the service in ErrorInfo, for example `survey.lotse`. An error
// with a reason gets what a person is told, as LocalizedMessage `de` and `en`; `de` goes on
// with a line for each violation of a PreconditionFailure, whose own texts are English.
// The details stand in this order: ErrorInfo, RetryInfo, LocalizedMessages, the
// others, BadRequest. If they are too large, violations are dropped from
// the end, with their lines, then details from the end; ErrorInfo stays.
grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view domain);

// The same as a message, for one of many in an answer; empty for OK.
google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view domain);

// The error that another service of ours answered, with its details; without the texts of
// the reason, which ToGrpcStatus adds.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace lotse::rpc
