#include "runtime/rpc/error.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::rpc {
namespace {

constexpr absl::string_view kPrefix = "ERROR_REASON_";

std::string TypeUrl(const google::protobuf::Message& message) {
  return absl::StrCat("type.googleapis.com/", message.GetDescriptor()->full_name());
}

absl::Status With(const google::protobuf::Message& detail, absl::Status status) {
  status.SetPayload(TypeUrl(detail), absl::Cord(detail.SerializeAsString()));
  return status;
}

// The last two parts of a name: what a person needs of it.
absl::string_view ShortOf(absl::string_view name) {
  size_t slash = name.rfind('/');
  if (slash != absl::string_view::npos && slash > 0) slash = name.rfind('/', slash - 1);
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

absl::Status WithGerman(const std::vector<std::string>& lines, absl::Status status) {
  google::rpc::LocalizedMessage german;
  german.set_locale("de");
  german.set_message(absl::StrJoin(lines, "\n"));
  return With(german, std::move(status));
}

absl::Status WithObstacles(ErrorReason reason, const std::vector<Obstacle>& obstacles,
                           absl::Status status) {
  google::rpc::PreconditionFailure failure;
  std::vector<std::string> lines;
  for (size_t i = 0; i < std::min<size_t>(obstacles.size(), kMaxListedViolations); ++i) {
    auto* out = failure.add_violations();
    out->set_type(std::string(NameOf(reason)));
    out->set_subject(obstacles[i].subject);
    out->set_description(obstacles[i].description.en);
    lines.push_back(absl::StrCat(ShortOf(obstacles[i].subject), " ", obstacles[i].description.de));
  }
  return WithGerman(lines, With(failure, std::move(status)));
}

}  // namespace

const ErrorMeaning& MeaningOf(ErrorReason reason) {
  // By number: reading an option each time would be slow.
  static const auto* const table = [] {
    auto* out = new std::vector<ErrorMeaning>(type::v1alpha::ErrorReason_ARRAYSIZE);
    const auto* reasons = type::v1alpha::ErrorReason_descriptor();
    for (int i = 0; i < reasons->value_count(); ++i) {
      const auto* value = reasons->value(i);
      out->at(value->number()) = value->options().GetExtension(type::v1alpha::meaning);
    }
    return out;
  }();
  return (*table)[type::v1alpha::ErrorReason_IsValid(reason) ? reason : 0];
}

absl::StatusCode CodeOf(ErrorReason reason) {
  // google.rpc.Code and absl::StatusCode have the same numbers. No reason is OK.
  const auto code = static_cast<absl::StatusCode>(MeaningOf(reason).code());
  return code == absl::StatusCode::kOk ? absl::StatusCode::kInternal : code;
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
  return With(info, absl::Status(CodeOf(reason), message));
}

absl::Status InternalFault(absl::string_view incident) {
  return Error(type::v1alpha::ERROR_REASON_INTERNAL,
               absl::StrCat("internal fault; incident ", incident), {{"incident", incident}});
}

absl::Status RetryLater(ErrorReason reason, absl::string_view message, int seconds) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(seconds);
  return With(retry, Error(reason, message));
}

absl::Status NotFound(absl::string_view resource_name) {
  google::rpc::ResourceInfo resource;
  resource.set_resource_name(std::string(resource_name));
  return With(resource,
              Error(type::v1alpha::ERROR_REASON_RESOURCE_NOT_FOUND,
                    absl::StrCat(resource_name, " does not exist"), {{"resource", resource_name}}));
}

absl::Status PermissionMissing(type::v1alpha::Permission permission) {
  const auto name = absl::StripPrefix(type::v1alpha::Permission_Name(permission), "PERMISSION_");
  return Error(type::v1alpha::ERROR_REASON_PERMISSION_MISSING,
               absl::StrCat("this needs the permission ", name), {{"permission", name}});
}

absl::Status Precondition(ErrorReason reason, absl::string_view subject, const Wording& description,
                          Metadata metadata) {
  const Obstacle obstacle{std::string(subject), description};
  return WithObstacles(reason, {obstacle},
                       Error(reason, absl::StrCat(subject, " ", description.en), metadata));
}

absl::Status Preconditions(ErrorReason reason, const std::vector<Obstacle>& obstacles) {
  if (obstacles.empty()) return absl::OkStatus();
  std::string message = absl::StrCat(obstacles[0].subject, " ", obstacles[0].description.en);
  if (obstacles.size() > 1) absl::StrAppend(&message, " (and ", obstacles.size() - 1, " more)");
  return WithObstacles(reason, obstacles,
                       Error(reason, message, {{"violations", absl::StrCat(obstacles.size())}}));
}

absl::Status InvalidFields(const FieldViolations& violations) {
  if (violations.empty()) return absl::OkStatus();
  google::rpc::BadRequest details;
  std::vector<std::string> german;
  for (size_t i = 0; i < std::min<size_t>(violations.size(), kMaxListedViolations); ++i) {
    auto* out = details.add_field_violations();
    out->set_field(violations[i].field);
    out->set_description(violations[i].description);
    if (violations[i].german.empty()) continue;
    german.push_back(absl::StrCat(violations[i].field, ": ", violations[i].german));
  }
  std::string message = absl::StrCat(violations[0].field, ": ", violations[0].description);
  if (violations.size() > 1) absl::StrAppend(&message, " (and ", violations.size() - 1, " more)");
  absl::Status status = With(details, Error(type::v1alpha::ERROR_REASON_INVALID_FIELDS, message,
                                            {{"violations", absl::StrCat(violations.size())}}));
  return german.empty() ? status : WithGerman(german, std::move(status));
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
