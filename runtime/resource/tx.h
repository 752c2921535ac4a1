#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "google/protobuf/message.h"
#include "runtime/auth/access.h"
#include "runtime/history/change_log.h"
#include "runtime/rpc/page_token.h"
#include "runtime/schema/request.h"
#include "runtime/schema/schema.h"
#include "runtime/sql/connection.h"

namespace lotse::resource {

using schema::CheckRequest;
using schema::FlagIn;
using schema::Kind;
using schema::Method;
using schema::NameToCreate;
using schema::Schema;
using schema::SubjectOf;
using schema::TextIn;

// The current time; a parameter, so that tests and rules have no clock.
using Clock = std::function<absl::Time()>;

// On whose behalf something is written.
struct Cause {
  // Subject and role of the caller; see change.proto.
  std::string actor;
  std::string role;
  // Of the call; may be empty.
  std::string request_id;
  // What the caller may know of; everything where nobody calls.
  auth::View view = {};
  // Why, where what is written says nothing of it.
  std::string reason = {};
  // Decides again, on the thread that writes, on whose behalf it is: what was allowed
  // when the call came may be no more when its turn comes. Null where nobody calls.
  std::function<absl::StatusOr<Cause>()> renew = {};
};

// Which page of a list is wanted.
struct Page {
  // The name below which the resources lie, empty for those at the top. Ids
  // behind the owner may be `-` for any (AIP-159).
  std::string parent;
  // As in the request; see proto/README.md.
  int32_t size = 0;
  std::string token;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
};

// What the store is in one transaction. Changing functions work in a write only.
class Tx {
 public:
  // Stored bytes that a page holds, or one resource: clients take 4 MiB unless told.
  static constexpr size_t kMaxPageBytes = 2 << 20;
  // Resources that one page looks at; a filter that finds less gives a short page.
  static constexpr int kMaxRowsScanned = 10000;
  // Longest text in an index, in bytes.
  static constexpr size_t kMaxIndexedBytes = 512;

  // All outlive it. `cause` is null in a read.
  Tx(sql::Connection* connection, const Schema* schema, const rpc::TokenKey* token_key,
     const Cause* cause, absl::Time now)
      : connection_(connection), schema_(schema), token_key_(token_key), cause_(cause), now_(now) {
    if (cause != nullptr) view_ = cause->view;
  }

  // Whose view lists and answers keep to; a write has that of its cause.
  void SetView(auth::View view) { view_ = std::move(view); }
  const auth::View& view() const { return view_; }

  // Reads the resource `name`, also one that was deleted and can be undeleted. RESOURCE_NOT_FOUND.
  absl::Status Load(absl::string_view name, google::protobuf::Message* resource);

  // Reads it to change it: INVALID_FIELDS without an etag, RESOURCE_NOT_FOUND,
  // ETAG_MISMATCH, RESOURCE_DELETED.
  absl::Status LoadForChange(absl::string_view name, absl::string_view etag,
                             google::protobuf::Message* resource);

  // RESOURCE_NOT_FOUND if `name` is of a kind that is kept here and is not there;
  // RESOURCE_DELETED if it has to be `live` and is not.
  absl::Status CheckThere(absl::string_view name, bool live);

  // Reads a page into the only repeated field of `response`, and sets its
  // `next_page_token`. INVALID_FIELDS, INVALID_PAGE_TOKEN.
  absl::Status List(const Page& page, google::protobuf::Message* response);

  // Reads the resources of the kind of `resource` right below `parent` that are
  // not deleted, in the order of their names, until `take` returns an error, which
  // is returned.
  absl::Status ForEach(absl::string_view parent, google::protobuf::Message* resource,
                       absl::FunctionRef<absl::Status()> take);

  // The names of those of the kind of `resource`, not deleted, that refer to `name`.
  std::vector<std::string> ReferrersOf(absl::string_view name,
                                       const google::protobuf::Message& resource);

  // All owners that have a log, in the order of their names: for a start only.
  std::vector<std::string> Owners();

  // Stores a new resource under its `name` and sets its times and `etag`. If one of
  // this name exists whose content, but for what the server sets, is the same,
  // `resource` becomes the stored one and nothing is changed. RESOURCE_EXISTS,
  // RESOURCE_NOT_FOUND and RESOURCE_DELETED (the parent), INVALID_FIELDS (a
  // reference that leads nowhere), VALUE_TAKEN.
  absl::Status Create(google::protobuf::Message* resource);

  // Stores a resource of an earlier form of the store as it was, with its revision.
  absl::Status Import(int64_t revision, google::protobuf::Message* resource);

  // Stores new resources as they are, with their times and with their etags as revisions (1
  // where that is none). They may refer to one another. RESOURCE_NOT_FOUND and
  // RESOURCE_DELETED (a parent), INVALID_FIELDS (a reference that leads nowhere),
  // VALUE_TAKEN: then the caller undoes all of it; see Try.
  absl::Status Import(absl::Span<google::protobuf::Message* const> resources);

  // Runs `work`, and undoes what it changed if it ends with an error, which is returned.
  absl::Status Try(absl::FunctionRef<absl::Status()> work);

  // Stores a changed resource and sets `update_time` and `etag`. `verb` says in the
  // log what was done, `reason` why. Nothing is changed if nothing is different.
  // RESOURCE_NOT_FOUND, INVALID_FIELDS, VALUE_TAKEN.
  absl::Status Save(absl::string_view verb, absl::string_view reason,
                    google::protobuf::Message* resource);

  // Deletes: softly where the kind has `delete_time`, which is set, else for good.
  // RESOURCE_IN_USE.
  absl::Status Delete(google::protobuf::Message* resource);

  // Undoes a soft deletion. RESOURCE_NOT_FOUND and RESOURCE_DELETED (the parent),
  // INVALID_FIELDS (a reference that leads nowhere by now).
  absl::Status Undelete(google::protobuf::Message* resource);

  // Destroys what is personal in `name`, now and in its history; how many entries
  // of the log lost something. RESOURCE_NOT_FOUND.
  absl::StatusOr<int> ErasePersonal(absl::string_view name);

  // Notes in the log of its owner that `name` was read; see `audited_read`.
  void LogRead(absl::string_view name) { LogNote(name, history::kRead); }
  // Notes that something was done with `name` that changes nothing of it, and why.
  void LogNote(absl::string_view name, absl::string_view verb, absl::string_view reason = "") {
    Log(name, verb, reason, 0, "");
  }

  // The entries that were written so far.
  const std::vector<history::Entry>& written() const { return written_; }

  const Schema& schema() const { return *schema_; }
  const rpc::TokenKey& token_key() const { return *token_key_; }
  // For statements that a service brings itself.
  sql::Connection& connection() { return *connection_; }
  // The time of the transaction.
  absl::Time now() const { return now_; }
  // In a write only.
  const Cause& cause() const { return *cause_; }

 private:
  struct Row {
    std::string content;
    int64_t revision = 0;
    bool deleted = false;
  };

  const Kind& KindOf(const google::protobuf::Message& resource) const;
  const google::protobuf::FieldDescriptor* ListedIn(
      const google::protobuf::Message& response) const;
  std::optional<Row> Find(const Kind& kind, absl::string_view name);
  absl::Status CheckUnused(const Kind& kind, absl::string_view name);
  // Writes index and links at `name` anew; null is nothing, and what is deleted has no links.
  absl::Status Relate(const Kind& kind, absl::string_view name,
                      const google::protobuf::Message* before,
                      const google::protobuf::Message* after);
  absl::Status MoveIndex(const Kind& kind, absl::string_view name,
                         const google::protobuf::Message* before,
                         const google::protobuf::Message* after);
  absl::Status MoveLinks(const Kind& kind, absl::string_view name,
                         const google::protobuf::Message* before,
                         const google::protobuf::Message* after);
  // Writes the row and the entry of the log, and sets the etag.
  absl::Status Put(const Kind& kind, absl::string_view verb, absl::string_view reason,
                   int64_t revision, bool is_new, google::protobuf::Message* resource);
  history::Entry NewEntry(absl::string_view name, absl::string_view verb, int64_t revision) const;
  void Log(absl::string_view name, absl::string_view verb, absl::string_view reason,
           int64_t revision, std::string content);

  sql::Connection* const connection_;
  const Schema* const schema_;
  const rpc::TokenKey* const token_key_;
  const Cause* const cause_;
  const absl::Time now_;
  auth::View view_;
  std::vector<history::Entry> written_;
};

// RESOURCE_DELETED.
absl::Status WasDeleted(absl::string_view name);

// Whether a resource was deleted and can be undeleted.
bool IsDeleted(const Kind& kind, const google::protobuf::Message& resource);

// OK if `etag` is that of the resource. INVALID_FIELDS if it is empty, ETAG_MISMATCH.
absl::Status CheckEtag(const Kind& kind, absl::string_view etag,
                       const google::protobuf::Message& resource);

// Reads stored content, which has no etag. STORE_CORRUPT.
absl::Status ParseStored(const Kind& kind, absl::string_view content, int64_t revision,
                         google::protobuf::Message* resource);

}  // namespace lotse::resource
