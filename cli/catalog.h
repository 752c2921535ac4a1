#pragma once

#include <google/protobuf/any.pb.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lotse::cli {

// All methods of the three APIs, and of what they share, in the order of their full
// names.
const std::vector<const google::protobuf::MethodDescriptor*>& AllMethods();

// The path of a method, `lotse.survey.v1alpha.SurveyService/GetWave`.
std::string MethodPath(const google::protobuf::MethodDescriptor& method);

// The service that answers a method: `engagement`, `survey` or `reporting`; empty if
// each of them does.
std::string DaemonOf(const google::protobuf::MethodDescriptor& method);

// The method of that name: its path (`/` or `.` before the method), or an end
// of it that begins at a dot or slash and fits one method only. UsageError
// otherwise.
absl::StatusOr<const google::protobuf::MethodDescriptor*> FindMethod(absl::string_view name);

// The method that takes this request; each takes a type of its own (AIP-130).
// Null if none does.
const google::protobuf::MethodDescriptor* MethodOfRequest(
    const google::protobuf::Descriptor& request);

// A type of the APIs: one of the two is set.
struct NamedType {
  const google::protobuf::Descriptor* message = nullptr;
  const google::protobuf::EnumDescriptor* enumeration = nullptr;
};

// The type of that name, in full or an unambiguous end of it that begins at a
// dot. UsageError otherwise.
absl::StatusOr<NamedType> FindType(absl::string_view name);

// An empty message of that type.
std::unique_ptr<google::protobuf::Message> NewMessage(const google::protobuf::Descriptor& type);

// The message in it; null if this program does not know its type, or it cannot be read.
std::unique_ptr<google::protobuf::Message> Unpack(const google::protobuf::Any& any);

}  // namespace lotse::cli
