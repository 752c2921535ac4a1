#include "runtime/rpc/error.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::rpc {
namespace {

constexpr absl::string_view kPrefix = "ERROR_REASON_";

std::string TypeUrl(const google::protobuf::Message& message) {
  return absl::StrCat("type.googleapis.com/", message.GetDescriptor()->full_name());
}

void Attach(const google::protobuf::Message& detail, absl::Status* status) {
  status->SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
}

}  // namespace

absl::StatusCode CodeOf(ErrorReason reason) {
  switch (reason) {
    case type::v1alpha::ERROR_REASON_INVALID_FIELDS:
    case type::v1alpha::ERROR_REASON_INVALID_PAGE_TOKEN:
    case type::v1alpha::ERROR_REASON_UNREADABLE_SOURCE:
      return absl::StatusCode::kInvalidArgument;
    case type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND:
      return absl::StatusCode::kNotFound;
    case type::v1alpha::ERROR_REASON_RESOURCE_EXISTS:
    case type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT:
      return absl::StatusCode::kAlreadyExists;
    case type::v1alpha::ERROR_REASON_ETAG_MISMATCH:
      return absl::StatusCode::kAborted;
    case type::v1alpha::ERROR_REASON_PHASE_ORDER:
    case type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN:
    case type::v1alpha::ERROR_REASON_WAVE_NOT_CLOSED:
    case type::v1alpha::ERROR_REASON_WRONG_STATE:
    case type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE:
      return absl::StatusCode::kFailedPrecondition;
    case type::v1alpha::ERROR_REASON_OVERLOADED:
      return absl::StatusCode::kResourceExhausted;
    case type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE:
    case type::v1alpha::ERROR_REASON_SHUTTING_DOWN:
      return absl::StatusCode::kUnavailable;
    case type::v1alpha::ERROR_REASON_STORE_CORRUPT:
      return absl::StatusCode::kDataLoss;
    case type::v1alpha::ERROR_REASON_CALLER_GONE:
      return absl::StatusCode::kDeadlineExceeded;
    default:
      return absl::StatusCode::kInternal;
  }
}

absl::string_view NameOf(ErrorReason reason) {
  return absl::StripPrefix(type::v1alpha::ErrorReason_Name(reason), kPrefix);
}

absl::Status Error(ErrorReason reason, absl::string_view message, Metadata metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(NameOf(reason)));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = std::string(value);
  }
  absl::Status status(CodeOf(reason), message);
  Attach(info, &status);
  return status;
}

absl::Status RetryLater(ErrorReason reason, absl::string_view message, int seconds) {
  absl::Status status = Error(reason, message);
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  Attach(retry, &status);
  return status;
}

absl::Status NotFound(absl::string_view resource_name) {
  return Error(type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND,
               absl::StrCat(resource_name, " does not exist"), {{"resource", resource_name}});
}

absl::Status InvalidFields(const FieldViolations& violations) {
  if (violations.empty()) return absl::OkStatus();
  google::rpc::BadRequest details;
  for (const FieldViolation& violation : violations) {
    if (details.field_violations_size() == kMaxListedViolations) break;
    auto* out = details.add_field_violations();
    out->set_field(violation.field);
    out->set_description(violation.description);
  }
  const std::string number = absl::StrCat(violations.size());
  absl::Status status = Error(
      type::v1alpha::ERROR_REASON_INVALID_FIELDS,
      absl::StrCat(
          violations[0].field, ": ", violations[0].description,
          violations.size() > 1 ? absl::StrCat(" (and ", violations.size() - 1, " more)") : ""),
      {{"violations", number}});
  Attach(details, &status);
  return status;
}

ErrorReason ReasonOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  const auto payload = status.GetPayload(TypeUrl(info));
  ErrorReason reason = type::v1alpha::ERROR_REASON_UNSPECIFIED;
  if (payload.has_value() && info.ParseFromString(std::string(*payload))) {
    type::v1alpha::ErrorReason_Parse(absl::StrCat(kPrefix, info.reason()), &reason);
  }
  return reason;
}

}  // namespace lotse::rpc
