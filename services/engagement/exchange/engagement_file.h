#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "lotse/engagement/v1alpha/transfer.pb.h"
#include "runtime/rpc/field_violation.h"

// An engagement as a file: lines of protobuf's JSON; see TransferLine.
namespace lotse::engagement {

inline constexpr char kEngagementFormat[] = "lotse-engagement";
inline constexpr int kEngagementFormatVersion = 1;

// Bytes that a line may have: a resource is at most as large as a message of gRPC.
inline constexpr size_t kMaxLineBytes = 4 << 20;

// The line of a head or a resource, with its line end. The message must be of this program.
std::string HeadLine(const v1alpha::TransferHead& head);
std::string ResourceLine(const google::protobuf::Message& resource, bool outside);

// A line as it was read: the head, or a resource.
struct ReadLine {
  v1alpha::TransferHead head;
  std::unique_ptr<google::protobuf::Message> resource;  // Null: it is the head.
  bool outside = false;
};

// Reads a line without its line end. InvalidArgument, which repeats nothing of the line:
// no JSON, a field that is not known, a kind that is not known, too long.
absl::StatusOr<ReadLine> ParseEngagementLine(absl::string_view line);

// What is wrong with a head, with paths such as `head.format`.
rpc::FieldViolations CheckHead(const v1alpha::TransferHead& head);

}  // namespace lotse::engagement
