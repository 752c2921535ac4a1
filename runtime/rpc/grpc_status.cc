#include "runtime/rpc/grpc_status.h"

#include <algorithm>
#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace lotse::rpc {
namespace {

constexpr absl::string_view kErrorInfoUrl = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr size_t kMaxMessageBytes = 512;

// Cuts at a character's beginning, so that the message stays valid UTF-8.
std::string Shorten(absl::string_view text) {
  if (text.size() <= kMaxMessageBytes) return std::string(text);
  size_t end = kMaxMessageBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

std::string WithDomain(const absl::Cord& payload, absl::string_view domain) {
  google::rpc::ErrorInfo info;
  info.ParseFromString(std::string(payload));
  info.set_domain(std::string(domain));
  return info.SerializeAsString();
}

// Violations fill most of a status: as many as fit are better than none.
bool DropLastViolation(google::protobuf::Any* detail) {
  google::rpc::BadRequest violations;
  if (!detail->UnpackTo(&violations) || violations.field_violations_size() <= 1) return false;
  violations.mutable_field_violations()->RemoveLast();
  detail->set_value(violations.SerializeAsString());
  return true;
}

void Fit(google::rpc::Status* out) {
  while (out->ByteSizeLong() > kMaxStatusBytes && out->details_size() > 1) {
    if (!DropLastViolation(out->mutable_details(out->details_size() - 1))) {
      out->mutable_details()->RemoveLast();
    }
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view domain) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(Shorten(status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    auto* detail = out.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(url == kErrorInfoUrl ? WithDomain(payload, domain) : std::string(payload));
  });
  std::stable_partition(
      out.mutable_details()->begin(), out.mutable_details()->end(),
      [](const google::protobuf::Any& detail) { return detail.type_url() == kErrorInfoUrl; });
  Fit(&out);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), out.message(),
                      out.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  absl::Status out(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return out;
  for (const auto& detail : details.details()) {
    out.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return out;
}

}  // namespace lotse::rpc
