#include "runtime/history/change_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/history/diff.h"
#include "runtime/history/feed.h"
#include "runtime/history/state_pages.h"
#include "runtime/history/watch_stream.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"

namespace lotse::history {

using google::protobuf::Message;
using namespace type::v1alpha;  // NOLINT: every name of the requests comes from there.

namespace {

// Changes in one message of a stream.
constexpr int kStreamBatch = 200;
// Types of resources that a feed can be kept to.
constexpr int kMostTypes = 20;

absl::Status CheckParent(absl::string_view parent) {
  const std::string wrong = CheckFeedParent(parent);
  if (wrong.empty()) return absl::OkStatus();
  return rpc::InvalidFields({{"parent", wrong}});
}

absl::Status CheckName(const schema::Schema& schema, absl::string_view name) {
  if (schema.KindOfName(name) != nullptr) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"name", absl::StrCat(name.empty() ? "missing" : "no resource of this service is named so",
                             "; give one like programmes/vopi/engagements/uster")}});
}

absl::Status CheckTypes(const schema::Schema& schema, const ListChangesRequest& q) {
  if (q.resource_types_size() > kMostTypes) {
    return rpc::InvalidFields({{"resource_types", absl::StrCat("give at most ", kMostTypes)}});
  }
  rpc::FieldViolations violations;
  for (int i = 0; i < q.resource_types_size(); ++i) {
    if (schema.KindOfType(q.resource_types(i)) != nullptr) continue;
    violations.push_back({absl::StrCat("resource_types[", i, "]"),
                          "no type of this service; give one like engagement.lotse/Programme"});
  }
  return rpc::InvalidFields(violations);
}

absl::Status ReadChanges(resource::Tx& tx, const ListChangesRequest& q, ListChangesResponse* r) {
  if (absl::Status s = CheckParent(q.parent()); !s.ok()) return s;
  const absl::StatusOr<int> size = rpc::CheckPageSize(q.page_size());
  if (!size.ok()) return size.status();
  absl::StatusOr<Cursor> cursor = Cursor::FromText(tx.token_key(), q.parent(), q.cursor());
  if (!cursor.ok()) return cursor.status();
  std::vector<Change> changes;
  bool more = false;
  if (absl::Status s = CheckTypes(tx.schema(), q); !s.ok()) return s;
  const FeedQuery query = {q.parent(),
                           *size,
                           q.filter(),
                           q.without_content(),
                           {q.resource_types().begin(), q.resource_types().end()}};
  if (absl::Status s = ReadFeed(tx, query, &*cursor, &changes, &more); !s.ok()) return s;
  for (Change& change : changes) *r->add_changes() = std::move(change);
  r->set_next_cursor(cursor->ToText(tx.token_key(), q.parent()));
  r->set_more(more);
  return absl::OkStatus();
}

// The revision that a request means: the newest for 0.
absl::StatusOr<int64_t> NewestRevision(resource::Tx& tx, absl::string_view name) {
  sql::Query query = tx.connection().Prepare("NewestRevision");
  query.Bind(1, schema::OwnerOf(name)).Bind(2, name);
  if (!query.Next()) return rpc::NotFound(name);
  return query.Number(0);
}

absl::Status LoadRevision(resource::Tx& tx, const schema::Kind& kind, absl::string_view name,
                          int64_t revision, Message* resource) {
  const auto content = ContentOfRevision(tx.connection(), schema::OwnerOf(name), name, revision);
  if (!content.ok()) return rpc::NotFound(absl::StrCat(name, "@", revision));
  if (absl::Status s = resource::ParseStored(kind, *content, revision, resource); !s.ok()) return s;
  resource->GetReflection()->ClearField(resource, kind.etag);
  return absl::OkStatus();
}

absl::Status ReadDiff(resource::Tx& tx, const DiffRevisionsRequest& q, DiffRevisionsResponse* r) {
  if (absl::Status s = CheckName(tx.schema(), q.name()); !s.ok()) return s;
  const schema::Kind* kind = tx.schema().KindOfName(q.name());
  if (!tx.view().Opens(kind->read, q.name())) return rpc::PermissionMissing(kind->read);
  const absl::StatusOr<int64_t> newest = NewestRevision(tx, q.name());
  if (!newest.ok()) return newest.status();
  if (*newest == 1) {
    return rpc::InvalidFields({{"name", "has one revision only; there is nothing to compare"}});
  }
  const int64_t to = q.to_revision() == 0 ? *newest : q.to_revision();
  const int64_t from = q.from_revision() == 0 ? to - 1 : q.from_revision();
  rpc::FieldViolations violations;
  if (to < 2 || to > *newest) {
    violations.push_back({"to_revision", absl::StrCat("give 2 to ", *newest, ", or 0")});
  }
  if (from < 1 || from >= to) {
    violations.push_back({"from_revision", "give 1 to one less than to_revision, or 0"});
  }
  if (absl::Status s = rpc::InvalidFields(violations); !s.ok()) return s;
  const std::unique_ptr<Message> before(kind->prototype->New());
  const std::unique_ptr<Message> after(kind->prototype->New());
  if (absl::Status s = LoadRevision(tx, *kind, q.name(), from, before.get()); !s.ok()) return s;
  if (absl::Status s = LoadRevision(tx, *kind, q.name(), to, after.get()); !s.ok()) return s;
  r->set_from_revision(from);
  r->set_to_revision(to);
  for (auto& difference : Diff(*before, *after)) *r->add_differences() = std::move(difference);
  return absl::OkStatus();
}

}  // namespace

ChangeService::ChangeService(const resource::Api* api, absl::Duration max_standstill)
    : api_(*api), max_standstill_(max_standstill) {
  api_.store()->AddCommitListener([this] {
    for (const auto& stream : watchers_.Open()) stream->Notify();
  });
}

ChangeService::Reactor* ChangeService::ListChanges(Context* c, const ListChangesRequest* q,
                                                   ListChangesResponse* r) {
  return api_.Read(c, q, r, &ReadChanges);
}

ChangeService::Reactor* ChangeService::DiffRevisions(Context* c, const DiffRevisionsRequest* q,
                                                     DiffRevisionsResponse* r) {
  return api_.Read(c, q, r, &ReadDiff);
}

ChangeService::Reactor* ChangeService::ListStates(Context* c, const ListStatesRequest* q,
                                                  ListStatesResponse* r) {
  return api_.Read(c, q, r, &ReadStates);
}

ChangeService::Reactor* ChangeService::DiffStates(Context* c, const DiffStatesRequest* q,
                                                  DiffStatesResponse* r) {
  return api_.Read(c, q, r, &ReadStateDiff);
}

ChangeService::Reactor* ChangeService::ErasePersonalFields(Context* c,
                                                           const ErasePersonalFieldsRequest* q,
                                                           ErasePersonalFieldsResponse* r) {
  return api_.RunLong(c, q, [this, q, r](const resource::Cause& cause, absl::Time) -> absl::Status {
    if (absl::Status s = CheckName(api_.store()->schema(), q->name()); !s.ok()) return s;
    const absl::Status erased =
        api_.store()->WriteAndWait(cause, [&](resource::Tx& tx) -> absl::Status {
          const absl::StatusOr<int> count = tx.ErasePersonal(q->name());
          if (!count.ok()) return count.status();
          r->set_erased_count(*count);
          return absl::OkStatus();
        });
    // Also when nothing was left to erase: the last time may have stopped here.
    return erased.ok() ? api_.store()->EmptyLog() : erased;
  });
}

grpc::ServerWriteReactor<WatchChangesResponse>* ChangeService::WatchChanges(
    Context* c, const WatchChangesRequest* q) {
  const auto call = api_.shell()->BeginStream(c, WatchChangesRequest::descriptor());
  const auto stream = std::make_shared<WatchStream>(
      &api_, call, FeedQuery{q->parent(), kStreamBatch, "", q->without_content(), {}},
      max_standstill_);
  auto* const reactor = stream.get();
  api_.shell()->WhenKnown(call, [this, call, q, stream] { Begin(call, *q, stream); });
  return reactor;
}

void ChangeService::Begin(const std::shared_ptr<rpc::Call>& call, const WatchChangesRequest& q,
                          const std::shared_ptr<WatchStream>& stream) {
  absl::Status status = call->Authorize(q.parent());
  if (status.ok()) status = CheckParent(q.parent());
  Cursor cursor;
  if (status.ok()) {
    auto read = Cursor::FromText(api_.store()->token_key(), q.parent(), q.cursor());
    status = read.status();
    if (read.ok()) cursor = *std::move(read);
  }
  if (status.ok()) {
    status = api_.shell()->Open(*call, [weak = std::weak_ptr(stream)](absl::Status end) {
      if (const auto open = weak.lock()) open->End(std::move(end));
    });
  }
  // Before it reads: what is committed from now on wakes it.
  if (status.ok()) watchers_.Add(stream);
  stream->StartAt(std::move(status), std::move(cursor));
}

}  // namespace lotse::history
