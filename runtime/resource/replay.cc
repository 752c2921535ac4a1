#include "runtime/resource/replay.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"

namespace lotse::resource {

using google::protobuf::Message;

namespace {

// Keyed, so that nobody who sees it alone can try contents against it. The key lies in
// the same store, so an erasure takes it away.
std::string Fingerprint(const Tx& tx, const Method& method, const Message& request) {
  // A signature without a text: nothing of the request can be read from it.
  return tx.token_key().Seal(
      absl::StrCat(method.descriptor->full_name(), "\n", schema::BytesOf(request)), "");
}

// An entry of the log; sequence 0 for none: then nothing was answered.
struct Place {
  std::string owner;
  int64_t sequence = 0;
};

// The entry that holds what is answered, also if it was written before because
// nothing had to be changed.
Place PlaceOf(Tx& tx, const Message& reply) {
  const Kind* kind = tx.schema().KindOf(reply.GetDescriptor());
  if (kind == nullptr) return {};
  const std::string name = TextIn(reply, kind->name);
  if (name.empty()) return {};
  for (auto entry = tx.written().rbegin(); entry != tx.written().rend(); ++entry) {
    if (entry->resource == name) return {entry->owner, entry->sequence};
  }
  int64_t revision = 0;
  if (!absl::SimpleAtoi(TextIn(reply, kind->etag), &revision)) return {};
  const absl::string_view owner = schema::OwnerOf(name);
  sql::Query find = tx.connection().Prepare("RevisionOf");
  find.Bind(1, owner).Bind(2, name).Bind(3, revision);
  return find.Next() ? Place{std::string(owner), find.Number(0)} : Place{};
}

// Whether it was done before; fills the reply.
absl::StatusOr<bool> Replay(Tx& tx, const Method& method, const Message& request, Message* reply) {
  const std::string request_id = TextIn(request, method.request_id);
  if (request_id.empty()) return false;
  sql::Query find = tx.connection().Prepare("FindRequest");
  find.Bind(1, schema::ScopeOf(method, request)).Bind(2, tx.cause().actor).Bind(3, request_id);
  if (!find.Next()) return false;
  const bool erased = find.View(0).empty();
  if (!erased && find.View(0) != Fingerprint(tx, method, request)) {
    return rpc::Error(type::v1alpha::ERROR_REASON_REQUEST_ID_REUSED,
                      "request_id: used for another request before; give each request an id of "
                      "its own");
  }
  const Kind* kind = tx.schema().KindOf(reply->GetDescriptor());
  if (kind == nullptr) return true;  // An empty reply.
  absl::Status status = absl::OkStatus();
  const int64_t sequence = find.Number(2);
  history::ReadEntries(tx.connection(), find.View(1), sequence - 1, 1,
                       [&](const history::Entry& entry) {
                         status = ParseStored(*kind, entry.content, entry.revision, reply);
                         return false;
                       });
  if (!status.ok()) return status;
  return true;
}

void Remember(Tx& tx, const Method& method, const Message& request, const Message& reply) {
  const std::string request_id = TextIn(request, method.request_id);
  if (request_id.empty()) return;
  const Place place = PlaceOf(tx, reply);
  tx.connection()
      .Prepare("InsertRequest")
      .Bind(1, schema::ScopeOf(method, request))
      .Bind(2, tx.cause().actor)
      .Bind(3, request_id)
      .BindBytes(4, Fingerprint(tx, method, request))
      .Bind(5, place.owner)
      .Bind(6, place.sequence)
      .Run();
}

}  // namespace

absl::Status Once(Tx& tx, const Method& method, const Message& request, Message* reply,
                  absl::FunctionRef<absl::Status()> work) {
  reply->Clear();  // A write may be run again from the start.
  const absl::StatusOr<bool> done = Replay(tx, method, request, reply);
  if (!done.ok() || *done) return done.status();
  if (absl::Status s = work(); !s.ok()) return s;
  Remember(tx, method, request, *reply);
  return absl::OkStatus();
}

}  // namespace lotse::resource
