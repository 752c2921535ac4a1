#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "lotse/type/v1alpha/error_reason.pb.h"
#include "lotse/type/v1alpha/permission.pb.h"
#include "runtime/rpc/field_violation.h"

// Errors as values: an absl::Status that carries google.rpc details as
// payloads. It becomes a gRPC status in one place, `grpc_status.h`.
namespace lotse::rpc {

using type::v1alpha::ErrorMeaning;
using type::v1alpha::ErrorReason;

// The violations that an error lists; the rest is only counted.
inline constexpr int kMaxListedViolations = 20;

// Status code and texts of a reason, as error_reason.proto says; empty for
// UNSPECIFIED and for numbers that are no reason.
const ErrorMeaning& MeaningOf(ErrorReason reason);

// The status code that belongs to a reason; INTERNAL if it is none.
absl::StatusCode CodeOf(ErrorReason reason);

// The name of a reason as clients see it, for example `ETAG_MISMATCH`.
absl::string_view NameOf(ErrorReason reason);

using Metadata = std::initializer_list<std::pair<absl::string_view, absl::string_view>>;

// An error with its ErrorInfo. `message` is one English sentence for
// developers; it must not contain an answer, a free text or a token.
absl::Status Error(ErrorReason reason, absl::string_view message, Metadata metadata = {});

// INTERNAL: all that is told of a fault of ours, which stands in the log as this incident.
absl::Status InternalFault(absl::string_view incident);

// An error that passes by itself, with a google.rpc.RetryInfo of so many seconds.
absl::Status RetryLater(ErrorReason reason, absl::string_view message, int seconds);

// RESOURCE_NOT_FOUND with the resource's name, also as google.rpc.ResourceInfo.
absl::Status NotFound(absl::string_view resource_name);

// PERMISSION_MISSING; metadata `permission` names it, for example `BLOB_READ`.
absl::Status PermissionMissing(type::v1alpha::Permission permission);

// The same in both languages.
struct Wording {
  std::string de;
  std::string en;
};

// An error that says which state stands in the way, also as a
// google.rpc.PreconditionFailure whose type is the reason. `subject` is a
// resource's name or the path of a field; `description` goes on from it: what is the case
// and what would make it legal. English is in the violation; German is a line of the
// LocalizedMessage `de`, which begins with the last two parts of the subject.
absl::Status Precondition(ErrorReason reason, absl::string_view subject, const Wording& description,
                          Metadata metadata = {});

// One thing that stands in the way of a step.
struct Obstacle {
  // Name of the resource, or path below it, for example `…/goals/g` or `…/phases/p#report`.
  std::string subject;
  // What is the case and what would make the step legal; goes on from the subject.
  Wording description;
};

// As Precondition, with all obstacles at once: the first as message, at most
// kMaxListedViolations as violations and German lines, their number as metadata
// `violations`. OK if there are none.
absl::Status Preconditions(ErrorReason reason, const std::vector<Obstacle>& obstacles);

// INVALID_FIELDS with the first violations and their number; OK if there are none. Those
// that are also in German are lines of the LocalizedMessage `de`, after their field.
absl::Status InvalidFields(const FieldViolations& violations);

// The reason that an error carries; UNSPECIFIED if it carries none.
ErrorReason ReasonOf(const absl::Status& status);

}  // namespace lotse::rpc
