#pragma once

#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "runtime/schema/schema.h"
#include "runtime/sql/connection.h"

// The files of a daemon, looked at from outside.
namespace lotse::cli {

// Names of the databases in a data folder, sorted: the resources of one of the
// three daemons, and the answers of waves. FileError if none of a daemon is there.
absl::StatusOr<std::vector<std::string>> DatabasesIn(const std::string& folder);

// Runs work on a database; what SQLite has to say becomes a FileError, and a
// DataError where it is damaged.
absl::Status GuardFile(const std::string& path, absl::FunctionRef<absl::Status()> work);

// The status of a function of runtime/sql: DataError for damage, else FileError.
absl::Status FromStore(const absl::Status& status);

// One stored resource.
struct StoredResource {
  const schema::Kind* kind;
  // Stands for the kind in the store.
  int64_t kind_number = 0;
  std::string name;
  // As it is stored, and read, with its etag.
  std::string content;
  std::unique_ptr<google::protobuf::Message> message;
  int64_t revision = 0;
  // 1 if it is deleted, but can be undeleted, else 0; as it is stored.
  int64_t deleted = 0;
};

// The resources of a daemon, read without writing, also while the daemon runs.
class StoreFile {
 public:
  // Finds the file of a daemon in `folder`. FileError if there is none or it cannot
  // be read.
  static absl::StatusOr<std::unique_ptr<StoreFile>> Open(const std::string& folder);

  // Runs `work` on one state of the data. FileError; DataError if it is damaged.
  absl::Status Read(absl::FunctionRef<absl::Status(sql::Connection&)> work);

  // Inside Read: gives all resources by kind and name, of one kind only if `kind` is
  // not null, until `take` returns an error, which is returned. DataError for a
  // resource that cannot be read or is of a kind that is not known.
  absl::Status ForEach(const schema::Kind* kind,
                       absl::FunctionRef<absl::Status(StoredResource)> take);

  // The kind of a type, `engagement.lotse/Goal` or `Goal`; null for an empty text.
  // UsageError.
  absl::StatusOr<const schema::Kind*> KindOfType(absl::string_view type) const;

  // Inside Read: the kinds by the numbers that stand for them in the store. DataError
  // for a kind that is not known.
  absl::StatusOr<std::map<int64_t, const schema::Kind*>> Kinds();

  const schema::Schema& schema() const { return *schema_; }
  // Name of the file, for example `survey.db`.
  const std::string& file() const { return file_; }

 private:
  StoreFile() = default;

  std::string path_, file_;
  std::unique_ptr<schema::Schema> schema_;
  std::unique_ptr<sql::Statements> statements_;
  std::unique_ptr<sql::Connection> connection_;
};

// A resource as JSON by top-level field that is set, in the order of their numbers:
// names as JSON has them, values as JSON.
std::vector<std::pair<std::string, std::string>> JsonFields(
    const google::protobuf::Message& message);

}  // namespace lotse::cli
