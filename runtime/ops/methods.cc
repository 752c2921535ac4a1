#include "runtime/ops/methods.h"

#include <utility>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "lotse/type/v1alpha/annotations.pb.h"

namespace lotse::ops {

void Method::End(absl::StatusCode code, absl::string_view reason, absl::Duration duration,
                 Log* log) const {
  metrics.End(static_cast<int>(code), reason, duration);
  if (code == absl::StatusCode::kOk && !logs_success) return;
  // No message and no name of a resource: both may hold what a caller typed.
  // What an operator has to do something about stands out.
  const bool ours = code == absl::StatusCode::kUnavailable || code == absl::StatusCode::kDataLoss;
  const auto write = ours ? &Log::Warning : &Log::Info;
  (log->*write)("call", {{"request", descriptor->input_type()->full_name()},
                         {"code", absl::StatusCodeToString(code)},
                         {"reason", std::string(reason)},
                         {"duration_us", absl::ToInt64Microseconds(duration)}});
}

absl::StatusOr<Methods> Methods::Make(
    const std::vector<const google::protobuf::ServiceDescriptor*>& services,
    const absl::flat_hash_set<const google::protobuf::Descriptor*>& unlogged,
    prometheus::Registry* registry) {
  Methods out;
  CallMetrics metrics(registry);
  for (const auto* service : services) {
    if (service == nullptr) return absl::FailedPreconditionError("a service is not linked in");
    for (int i = 0; i < service->method_count(); ++i) {
      const auto* method = service->method(i);
      const auto* request = method->input_type();
      const auto permission = method->options().GetExtension(type::v1alpha::permission);
      if (permission == type::v1alpha::PERMISSION_UNSPECIFIED) {
        return absl::FailedPreconditionError(
            absl::StrCat(method->full_name(), " has no option (lotse.type.v1alpha.permission)"));
      }
      if (out.by_request_.contains(request)) {
        return absl::FailedPreconditionError(absl::StrCat(
            method->full_name(), " has not a request of its own: ", request->full_name()));
      }
      const bool audited_read = method->options().GetExtension(type::v1alpha::audited_read);
      out.by_request_.emplace(request, Method{method, permission, audited_read,
                                              !unlogged.contains(request), metrics.Add(*method)});
    }
  }
  return out;
}

std::string LogIncident(absl::string_view what, Log* log) {
  absl::BitGen random;
  std::string id = absl::StrCat(absl::Hex(absl::Uniform<uint64_t>(random), absl::kZeroPad16));
  log->Error("incident", {{"incident", id}, {"what", std::string(what)}});
  return id;
}

}  // namespace lotse::ops
