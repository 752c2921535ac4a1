#include "runtime/rpc/grpc_status.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "google/rpc/error_details.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/types/shorten.h"

namespace lotse::rpc {
namespace {

using google::protobuf::Any;

constexpr char kGerman[] = "de";
constexpr char kLocalized[] = "type.googleapis.com/google.rpc.LocalizedMessage";
constexpr size_t kMaxMessageBytes = 512;
constexpr size_t kMaxMetadataBytes = 1200;  // All values together.

void Complete(absl::string_view domain, Any* detail) {
  google::rpc::ErrorInfo info;
  if (!detail->UnpackTo(&info)) return;
  info.set_domain(std::string(domain));
  for (auto& [key, value] : *info.mutable_metadata()) {
    value = types::Shorten(value, kMaxMetadataBytes / info.metadata_size());
  }
  detail->PackFrom(info);
}

// Place and name of a detail; what is needed least stands last and goes first.
std::pair<int, absl::string_view> Place(const Any& detail) {
  int place = 3;
  if (detail.Is<google::rpc::ErrorInfo>()) place = 0;
  if (detail.Is<google::rpc::RetryInfo>()) place = 1;
  if (detail.Is<google::rpc::LocalizedMessage>()) place = 2;
  if (detail.Is<google::rpc::BadRequest>()) place = 4;
  return {place, detail.type_url()};
}

// Takes the last violation off a list of them. Returns how many are left; 0 if no more than
// one was there.
template <class List, class Violations>
int Shrink(Any* detail, Violations* (List::*violations)()) {
  List list;
  if (!detail->UnpackTo(&list) || (list.*violations)()->size() < 2) return 0;
  (list.*violations)()->RemoveLast();
  detail->PackFrom(list);
  return (list.*violations)()->size();
}

// Takes lines off the end of the German text until it has no more than one for each
// violation, besides the text of the reason.
void DropLines(int violations, google::rpc::Status* out) {
  for (Any& detail : *out->mutable_details()) {
    google::rpc::LocalizedMessage message;
    if (!detail.UnpackTo(&message) || message.locale() != kGerman) continue;
    std::string* text = message.mutable_message();
    while (std::count(text->begin(), text->end(), '\n') > violations) {
      text->resize(text->rfind('\n'));
    }
    detail.PackFrom(message);
  }
}

// Violations fill most of a status: as many as fit are better than none, and each that is
// listed is there in both languages.
void Fit(google::rpc::Status* out) {
  using google::rpc::BadRequest;
  using google::rpc::PreconditionFailure;
  while (out->ByteSizeLong() > kMaxStatusBytes && out->details_size() > 1) {
    Any* last = out->mutable_details(out->details_size() - 1);
    const bool lists = last->Is<BadRequest>() || last->Is<PreconditionFailure>();
    const int left = last->Is<BadRequest>()
                         ? Shrink(last, &BadRequest::mutable_field_violations)
                         : Shrink(last, &PreconditionFailure::mutable_violations);
    if (lists) DropLines(left, out);
    if (left == 0) out->mutable_details()->RemoveLast();
  }
}

// Lines in German that an error brings besides the text of its reason.
std::string LinesOf(const absl::Status& status) {
  google::rpc::LocalizedMessage message;
  const auto payload = status.GetPayload(kLocalized);
  if (payload.has_value()) message.ParseFromString(std::string(*payload));
  return message.message();
}

}  // namespace

google::rpc::Status ToRpcStatus(const absl::Status& status, absl::string_view domain) {
  google::rpc::Status out;
  if (status.ok()) return out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(types::Shorten(status.message(), kMaxMessageBytes));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    if (url == kLocalized) return;
    Any* detail = out.add_details();
    detail->set_type_url(std::string(url));
    detail->set_value(std::string(payload));
    Complete(domain, detail);
  });
  const ErrorMeaning& meaning = MeaningOf(ReasonOf(status));
  const std::string lines = LinesOf(status);
  const std::string german = absl::StrCat(meaning.de(), lines.empty() ? "" : "\n", lines);
  for (const auto& [locale, text] : {std::pair(kGerman, &german), {"en", &meaning.en()}}) {
    if (text->empty()) continue;
    google::rpc::LocalizedMessage message;
    message.set_locale(locale);
    message.set_message(*text);
    out.add_details()->PackFrom(message);
  }
  std::stable_sort(out.mutable_details()->begin(), out.mutable_details()->end(),
                   [](const Any& a, const Any& b) { return Place(a) < Place(b); });
  Fit(&out);
  return out;
}

grpc::Status ToGrpcStatus(const absl::Status& status, absl::string_view domain) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status out = ToRpcStatus(status, domain);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), out.message(),
                      out.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  absl::Status out(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return out;
  std::string german;
  for (const Any& detail : details.details()) {
    google::rpc::LocalizedMessage message;
    if (!detail.UnpackTo(&message)) {
      out.SetPayload(detail.type_url(), absl::Cord(detail.value()));
    } else if (message.locale() == kGerman) {
      german = message.message();
    }
  }
  absl::string_view lines = german;
  if (absl::ConsumePrefix(&lines, absl::StrCat(MeaningOf(ReasonOf(out)).de(), "\n"))) {
    google::rpc::LocalizedMessage message;
    message.set_locale(kGerman);
    message.set_message(std::string(lines));
    out.SetPayload(kLocalized, absl::Cord(message.SerializeAsString()));
  }
  return out;
}

}  // namespace lotse::rpc
