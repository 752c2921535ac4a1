#pragma once

#include <initializer_list>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/error_reason.pb.h"
#include "runtime/rpc/field_violation.h"

// Errors as values: an absl::Status that carries google.rpc details as
// payloads. It becomes a gRPC status in one place, `grpc_status.h`.
namespace lotse::rpc {

using type::v1alpha::ErrorReason;

// The violations that an error lists; the rest is only counted.
inline constexpr int kMaxListedViolations = 20;

// The status code that belongs to a reason, as error_reason.proto says.
absl::StatusCode CodeOf(ErrorReason reason);

// The name of a reason as clients see it, for example `ETAG_MISMATCH`.
absl::string_view NameOf(ErrorReason reason);

using Metadata = std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

// An error with its ErrorInfo. `message` is one English sentence for
// developers; it must not contain an answer, a free text or a token.
absl::Status Error(ErrorReason reason, absl::string_view message, Metadata metadata = {});

// An error that passes by itself, with a google.rpc.RetryInfo of so many seconds.
absl::Status RetryLater(ErrorReason reason, absl::string_view message, int seconds);

// RESOURCE_NOT_FOUND with the resource's name.
absl::Status NotFound(absl::string_view resource_name);

// INVALID_FIELDS with the first violations and their number; OK if there are
// none.
absl::Status InvalidFields(const FieldViolations& violations);

// The reason that an error carries; UNSPECIFIED if it carries none.
ErrorReason ReasonOf(const absl::Status& status);

}  // namespace lotse::rpc
