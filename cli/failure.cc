#include "cli/failure.h"

#include <google/protobuf/util/json_util.h>

#include <cstring>
#include <map>

#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/json.h"
#include "cli/text.h"
#include "google/rpc/error_details.pb.h"

namespace lotse::cli {
namespace {

constexpr char kExitPayload[] = "lotse.cli/exit";
constexpr char kDetailsPayload[] = "type.googleapis.com/google.rpc.Status";

absl::Status WithExit(absl::StatusCode code, absl::string_view message, ExitCode exit) {
  absl::Status status(code, message);
  status.SetPayload(kExitPayload, absl::Cord(absl::StrCat(static_cast<int>(exit))));
  return status;
}

absl::Duration ToDuration(const google::protobuf::Duration& duration) {
  return absl::Seconds(duration.seconds()) + absl::Nanoseconds(duration.nanos());
}

// The first detail of type T.
template <typename T>
absl::optional<T> FindDetail(const google::rpc::Status& details) {
  for (const google::protobuf::Any& any : details.details()) {
    T detail;
    if (any.Is<T>() && any.UnpackTo(&detail)) return detail;
  }
  return absl::nullopt;
}

std::string DescribeErrorInfo(const google::rpc::ErrorInfo& info) {
  std::string line = absl::StrCat("reason: ", info.reason(), " (", info.domain(), ")");
  // A protobuf map has no order; a message to a person needs one.
  std::map<std::string, std::string> sorted(info.metadata().begin(), info.metadata().end());
  for (const auto& [key, value] : sorted) absl::StrAppend(&line, ", ", key, "=", value);
  return line;
}

void DescribeDetail(const google::protobuf::Any& any, std::vector<std::string>* lines) {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  google::rpc::PreconditionFailure precondition;
  google::rpc::ResourceInfo resource;
  google::rpc::RetryInfo retry;
  google::rpc::LocalizedMessage localized;
  if (any.UnpackTo(&info)) {
    lines->push_back(DescribeErrorInfo(info));
  } else if (any.UnpackTo(&bad_request)) {
    for (const auto& violation : bad_request.field_violations()) {
      lines->push_back(absl::StrCat(violation.field(), ": ", violation.description()));
    }
  } else if (any.UnpackTo(&precondition)) {
    for (const auto& violation : precondition.violations()) {
      lines->push_back(absl::StrCat(violation.subject(), ": ", violation.description(), " (",
                                    violation.type(), ")"));
    }
  } else if (any.UnpackTo(&resource)) {
    std::string line = absl::StrCat("resource: ", resource.resource_name());
    if (!resource.resource_type().empty()) {
      absl::StrAppend(&line, " (", resource.resource_type(), ")");
    }
    if (!resource.description().empty()) absl::StrAppend(&line, ": ", resource.description());
    lines->push_back(line);
  } else if (any.UnpackTo(&retry)) {
    lines->push_back(
        absl::StrCat("try again in ", absl::FormatDuration(ToDuration(retry.retry_delay()))));
  } else if (any.UnpackTo(&localized)) {
    lines->push_back(absl::StrCat("[", localized.locale(), "] ", localized.message()));
  } else {
    lines->push_back(absl::StrCat("a detail of type ", any.type_url()));
  }
}

absl::Status DataErrorOf(absl::StatusCode code, absl::string_view message,
                         const std::vector<Problem>& problems) {
  absl::Status status = WithExit(code, message, ExitCode::kData);
  if (problems.empty()) return status;
  google::rpc::BadRequest bad_request;
  for (const Problem& problem : problems) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(problem.where);
    violation->set_description(problem.what);
  }
  google::rpc::Status details;
  details.add_details()->PackFrom(bad_request);
  status.SetPayload(kDetailsPayload, absl::Cord(details.SerializeAsString()));
  return status;
}

}  // namespace

absl::Status UsageError(absl::string_view message) {
  return WithExit(absl::StatusCode::kInvalidArgument, message, ExitCode::kUsage);
}

absl::Status FileError(absl::string_view path, int error_number) {
  const absl::StatusCode code = absl::ErrnoToStatusCode(error_number);
  // What Abseil does not know, such as EIO, is a fault of the device.
  return FileError(absl::StrCat(path, ": ", std::strerror(error_number)),
                   code == absl::StatusCode::kUnknown ? absl::StatusCode::kUnavailable : code);
}

absl::Status FileError(absl::string_view message, absl::StatusCode code) {
  return WithExit(code, message, ExitCode::kFile);
}

absl::Status DataError(absl::string_view message, const std::vector<Problem>& problems) {
  return DataErrorOf(absl::StatusCode::kInvalidArgument, message, problems);
}

absl::Status DamageError(absl::string_view message, const std::vector<Problem>& problems) {
  return DataErrorOf(absl::StatusCode::kDataLoss, message, problems);
}

absl::Status WithLine(const absl::Status& status, absl::string_view line) {
  absl::Status result(status.code(), absl::StrCat(status.message(), "\n", line));
  status.ForEachPayload([&result](absl::string_view type, const absl::Cord& payload) {
    result.SetPayload(type, payload);
  });
  return result;
}

absl::Status InOtherWords(const absl::Status& status, absl::string_view message,
                          absl::string_view asked, absl::string_view name) {
  google::rpc::Status details = DetailsOf(status);
  for (google::protobuf::Any& any : *details.mutable_details()) {
    google::rpc::ErrorInfo info;
    google::rpc::ResourceInfo resource;
    if (any.UnpackTo(&info)) {
      for (auto& [key, value] : *info.mutable_metadata()) {
        if (value == asked) value = std::string(name);
      }
      any.PackFrom(info);
    } else if (any.UnpackTo(&resource) && resource.resource_name() == asked) {
      resource.set_resource_name(std::string(name));
      any.PackFrom(resource);
    }
  }
  absl::Status result = WithExit(status.code(), message, ExitCodeOf(status));
  if (!details.details().empty()) {
    result.SetPayload(kDetailsPayload, absl::Cord(details.SerializeAsString()));
  }
  return result;
}

absl::Status UnreachableError(absl::string_view message) {
  return WithExit(absl::StatusCode::kUnavailable, message, ExitCode::kUnreachable);
}

absl::Status CallError(const grpc::Status& status, absl::string_view peer, absl::Duration timeout) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  std::string message = status.error_message();
  ExitCode exit = ExitCode::kRefused;
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    exit = ExitCode::kUnreachable;
    message = absl::StrCat(peer, " did not answer within ", absl::FormatDuration(timeout));
  } else if (status.error_code() == grpc::StatusCode::UNAVAILABLE && details.details().empty()) {
    exit = ExitCode::kUnreachable;
    message = absl::StrCat(peer, " cannot be reached: ", status.error_message());
  }
  absl::Status result = WithExit(code, message, exit);
  if (!details.details().empty()) {
    result.SetPayload(kDetailsPayload, absl::Cord(details.SerializeAsString()));
  }
  return result;
}

ExitCode ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return ExitCode::kOk;
  const absl::optional<absl::Cord> payload = status.GetPayload(kExitPayload);
  int exit = 0;
  if (payload.has_value() && absl::SimpleAtoi(std::string(*payload), &exit)) {
    return static_cast<ExitCode>(exit);
  }
  return ExitCode::kRefused;
}

google::rpc::Status DetailsOf(const absl::Status& status) {
  google::rpc::Status details;
  const absl::optional<absl::Cord> payload = status.GetPayload(kDetailsPayload);
  if (payload.has_value() && !details.ParseFromString(std::string(*payload))) details.Clear();
  return details;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::ErrorInfo>(DetailsOf(status));
  return info.has_value() ? info->reason() : "";
}

absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const auto retry = FindDetail<google::rpc::RetryInfo>(DetailsOf(status));
  if (!retry.has_value()) return absl::nullopt;
  return ToDuration(retry->retry_delay());
}

std::vector<std::string> DescribeDetails(const google::rpc::Status& details) {
  std::vector<std::string> lines;
  for (const google::protobuf::Any& any : details.details()) DescribeDetail(any, &lines);
  for (std::string& line : lines) line = Printable(line);
  return lines;
}

std::string FailureJson(const absl::Status& status) {
  const google::rpc::Status said = DetailsOf(status);
  std::vector<std::string> details;
  for (const google::protobuf::Any& any : said.details()) {
    std::string text;
    // A type this program does not know can still be named.
    if (!google::protobuf::util::MessageToJsonString(any, &text).ok()) {
      text = JsonObject().Add("@type", any.type_url()).str();
    }
    details.push_back(text);
  }
  return JsonObject()
      .AddRaw("error", JsonObject()
                           .Add("exitCode", static_cast<int>(ExitCodeOf(status)))
                           .Add("code", absl::StatusCodeToString(status.code()))
                           .Add("message", std::string(status.message()))
                           .AddRaw("details", absl::StrCat("[", absl::StrJoin(details, ","), "]"))
                           .str())
      .str();
}

}  // namespace lotse::cli
