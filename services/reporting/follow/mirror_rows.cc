#include "services/reporting/follow/mirror_rows.h"

#include <map>
#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "runtime/history/change_log.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/fields.h"

namespace lotse::reporting {

using sql::Connection;
using type::v1alpha::Change;

namespace {

void DeleteGeneration(Connection& connection, int64_t generation) {
  for (const char* statement : {"DeleteFeed", "DeleteResources", "DeleteHeads"}) {
    connection.Prepare(statement).Bind(1, generation).Run();
  }
}

absl::Status Store(Connection& connection, int64_t generation, const schema::Kind& kind,
                   const Change& change) {
  if (change.has_content()) {
    connection.Prepare("SetResource")
        .Bind(1, generation)
        .Bind(2, kind.type)
        .Bind(3, change.resource())
        .Bind(4, change.revision())
        .BindBytes(5, change.content().value())
        .Run();
    return absl::OkStatus();
  }
  if (change.verb() != "DELETE") {
    return absl::PermissionDeniedError(
        absl::StrCat("the feed has changes without their content: this service may not read ",
                     kind.type, "; give it the role INTEGRATION_SYSTEM for everything"));
  }
  connection.Prepare("DeleteResource")
      .Bind(1, generation)
      .Bind(2, kind.type)
      .Bind(3, change.resource())
      .Run();
  return absl::OkStatus();
}

// As the service does it with the same content; see Tx::ErasePersonal.
absl::Status Erase(Connection& connection, int64_t generation, const schema::Kind& kind,
                   const std::string& name) {
  const std::unique_ptr<google::protobuf::Message> resource(kind.prototype->New());
  int64_t revision = 0;
  {
    sql::Query query = connection.Prepare("FindResource");
    query.Bind(1, generation).Bind(2, kind.type).Bind(3, name);
    if (!query.Next()) return absl::OkStatus();  // Deleted for good.
    revision = query.Number(0);
    const absl::string_view content = query.View(1);
    if (!resource->ParseFromArray(content.data(), static_cast<int>(content.size()))) {
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                        "a mirrored resource is damaged");
    }
  }
  if (!schema::ClearPersonal(*kind.rule, resource.get())) return absl::OkStatus();
  connection.Prepare("SetResource")
      .Bind(1, generation)
      .Bind(2, kind.type)
      .Bind(3, name)
      .Bind(4, revision)
      .BindBytes(5, resource->SerializeAsString())
      .Run();
  return absl::OkStatus();
}

}  // namespace

std::string TypesText(absl::string_view service) {
  return absl::StrJoin(FollowedKinds::TypesOf(service), ",");
}

int64_t ToMicros(absl::Time time) {
  return time == absl::InfinitePast() ? 0 : absl::ToUnixMicros(time);
}

absl::Time FromMicros(int64_t micros) {
  return micros == 0 ? absl::InfinitePast() : absl::FromUnixMicros(micros);
}

std::vector<Feed> FeedsIn(Connection& connection) {
  std::vector<Feed> feeds;
  sql::Query query = connection.Prepare("Feeds");
  while (query.Next()) {
    feeds.push_back({query.Number(0), query.Text(1), query.Text(2), query.Text(3),
                     FromMicros(query.Number(4))});
  }
  return feeds;
}

void KeepOnly(Connection& connection, absl::string_view service, int64_t generation) {
  for (const Feed& feed : FeedsIn(connection)) {
    if (feed.service == service && feed.generation != generation) {
      DeleteGeneration(connection, feed.generation);
    }
  }
}

int64_t BeginGeneration(Connection& connection, absl::string_view service) {
  for (const Feed& feed : FeedsIn(connection)) {
    const bool unfinished = feed.heard_at == absl::InfinitePast();
    if (feed.service == service && unfinished) DeleteGeneration(connection, feed.generation);
  }
  int64_t generation = 1;
  {
    sql::Query last = connection.Prepare("LastGeneration");
    if (last.Next()) generation = last.Number(0) + 1;
  }
  connection.Prepare("InsertFeed")
      .Bind(1, generation)
      .Bind(2, service)
      .Bind(3, TypesText(service))
      .Run();
  return generation;
}

absl::Status TakeChanges(Connection& connection, const FollowedKinds& kinds, int64_t generation,
                         const google::protobuf::RepeatedPtrField<type::v1alpha::Change>& changes,
                         bool* erased) {
  std::map<absl::string_view, const Change*> heads;
  for (const Change& change : changes) {
    const bool erases = change.verb() == history::kErase;
    if (history::ChangesNothing(change.revision()) && !erases) continue;
    const schema::Kind* kind = kinds.KindOfName(change.resource());
    if (kind == nullptr) continue;
    heads[change.owner()] = &change;
    *erased |= erases;
    const absl::Status taken = erases ? Erase(connection, generation, *kind, change.resource())
                                      : Store(connection, generation, *kind, change);
    if (!taken.ok()) return taken;
  }
  for (const auto& [owner, last] : heads) {
    connection.Prepare("SetHead")
        .Bind(1, generation)
        .Bind(2, owner)
        .Bind(3, last->sequence())
        .BindBytes(4, last->hash())
        .Run();
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
