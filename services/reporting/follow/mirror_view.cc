#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/reporting/follow/mirror.h"

namespace lotse::reporting {

using google::protobuf::Message;

std::string FiguresQuestion(absl::string_view wave) { return absl::StrCat("TabulateWave ", wave); }

std::string MaterialQuestion(absl::string_view release) {
  return absl::StrCat("GetReleasedMaterial ", release);
}

MirrorView::Shown MirrorView::ShownOf(absl::string_view service) const {
  const auto it = shown_.find(service);
  return it == shown_.end() ? Shown() : it->second;
}

absl::Time MirrorView::LastReached(absl::string_view service) const {
  return ShownOf(service).heard_at;
}

absl::Status MirrorView::Parse(const schema::Kind& kind, absl::string_view content,
                               int64_t revision, Message* resource) {
  if (!resource->ParseFromArray(content.data(), static_cast<int>(content.size()))) {
    return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a mirrored resource is damaged");
  }
  resource->GetReflection()->SetString(resource, kind.etag, absl::StrCat(revision));
  return absl::OkStatus();
}

absl::StatusOr<bool> MirrorView::Load(absl::string_view name, Message* resource) {
  const schema::Kind& kind = *kinds_->KindOf(resource->GetDescriptor());
  sql::Query query = connection_->Prepare("FindResource");
  query.Bind(1, ShownOf(FollowedKinds::ServiceOf(kind)).generation)
      .Bind(2, kind.type)
      .Bind(3, name);
  if (!query.Next()) return false;
  if (absl::Status s = Parse(kind, query.View(1), query.Number(0), resource); !s.ok()) return s;
  return true;
}

absl::Status MirrorView::ForEach(absl::string_view prefix, Message* resource,
                                 absl::FunctionRef<absl::Status()> take) {
  const schema::Kind& kind = *kinds_->KindOf(resource->GetDescriptor());
  // '0' is the character behind the slash.
  const std::string end = absl::StrCat(prefix.substr(0, prefix.size() - 1), "0");
  sql::Query query = connection_->Prepare("ResourcesBetween");
  query.Bind(1, ShownOf(FollowedKinds::ServiceOf(kind)).generation)
      .Bind(2, kind.type)
      .Bind(3, prefix)
      .Bind(4, end);
  while (query.Next()) {
    if (absl::Status s = Parse(kind, query.View(1), query.Number(0), resource); !s.ok()) return s;
    if (absl::Status s = take(); !s.ok()) return s;
  }
  return absl::OkStatus();
}

std::optional<v1alpha::LogHead> MirrorView::HeadOf(absl::string_view service,
                                                   absl::string_view owner) {
  sql::Query query = connection_->Prepare("FindHead");
  query.Bind(1, ShownOf(service).generation).Bind(2, owner);
  if (!query.Next()) return std::nullopt;
  v1alpha::LogHead head;
  head.set_service(std::string(service));
  head.set_owner(std::string(owner));
  head.set_sequence(query.Number(0));
  head.set_sha256(absl::BytesToHexString(query.View(1)));
  return head;
}

std::optional<Answer> MirrorView::AnswerTo(absl::string_view question) {
  sql::Query query = connection_->Prepare("FindAnswer");
  query.Bind(1, question);
  if (!query.Next()) return std::nullopt;
  return Answer{std::string(question), query.Text(2), query.Text(0),
                absl::FromUnixMicros(query.Number(1))};
}

}  // namespace lotse::reporting
