#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "runtime/sql/database.h"

// Resources in a store, whatever their kind: a resource is a message with the
// fields `name`, `etag` and `create_time`.
namespace lotse::resource {

// The current time; a parameter, so that tests and rules have no clock.
using Clock = std::function<absl::Time()>;

// Which page of a list is wanted (AIP-158).
struct Page {
  // Resources whose names begin with this and a slash, of the kind of `list`.
  std::string parent;
  int32_t size;
  std::string token;
};

// The store inside one transaction.
class Tx {
 public:
  // Stored bytes after which a page ends: clients take 4 MiB unless told.
  static constexpr size_t kMaxPageBytes = 2 << 20;

  Tx(sql::Database* database, absl::Time now) : database_(database), now_(now) {}

  // Reads the resource `name`. RESOURCE_NOT_FOUND.
  absl::Status Load(absl::string_view name, google::protobuf::Message* resource);

  // Reads it to change it. INVALID_FIELDS without an etag, RESOURCE_NOT_FOUND,
  // ETAG_MISMATCH.
  absl::Status LoadForChange(absl::string_view name, absl::string_view etag,
                             google::protobuf::Message* resource);

  // Stores a new resource under its `name` and sets `create_time` and `etag`.
  // If one of this name exists whose content, but for what the server sets, is
  // the same, `resource` becomes the stored one; else RESOURCE_EXISTS.
  absl::Status Create(google::protobuf::Message* resource);

  // Stores a changed resource and sets its `etag`.
  absl::Status Save(google::protobuf::Message* resource);

  // Reads a page of resources of one kind in the order of their names into the
  // only repeated field of `response`, and sets its `next_page_token`. A page ends
  // early when it holds kMaxPageBytes (AIP-158 allows short pages).
  // INVALID_FIELDS, INVALID_PAGE_TOKEN.
  absl::Status List(const Page& page, google::protobuf::Message* response);

  // The time of the transaction.
  absl::Time now() const { return now_; }

 private:
  sql::Database* const database_;
  const absl::Time now_;
};

// A store of resources in one SQLite file. Thread-safe.
class Store {
 public:
  // Opens the file `path`; errors as sql::Database::Open.
  static absl::StatusOr<std::unique_ptr<Store>> Open(const std::string& path, Clock clock);

  // Runs `work` in a transaction: committed if it returns OK.
  absl::Status Write(absl::FunctionRef<absl::Status(Tx&)> work);
  absl::Status Read(absl::FunctionRef<absl::Status(Tx&)> work);

  bool writable() const { return database_->writable(); }

 private:
  Store(std::unique_ptr<sql::Database> database, Clock clock);

  const std::unique_ptr<sql::Database> database_;
  const Clock clock_;
};

// `time` as a protobuf timestamp.
google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace lotse::resource
