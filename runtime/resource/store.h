#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runtime/resource/tx.h"
#include "runtime/schema/schema.h"
#include "runtime/sql/database.h"

namespace lotse::resource {

// The store of a daemon: resources of all its kinds and their change log, in one
// SQLite file. Thread-safe.
class Store {
 public:
  struct Options {
    std::string path;
    std::unique_ptr<Schema> schema;
    Clock clock;
    // Statements of the service's own, beside those of the runtime.
    std::vector<sql::EmbeddedFile> statements;
    // Connections that read: more than there are reads that take long, or reading one
    // row waits for them.
    int readers = 4;
    sql::WriteLimits writes = {};
    // Of the program that opens it.
    std::string version = LOTSE_VERSION;
  };

  using Fate = sql::Database::Fate;
  using Done = sql::Database::Done;
  // May be run again from the start; see sql::Database::WriteWork.
  using WriteWork = std::function<absl::StatusOr<Fate>(Tx&)>;

  // Opens the file, makes it if need be, and brings it to the present form. Errors
  // as sql::Database::Open; FAILED_PRECONDITION also if a later version had it open.
  static absl::StatusOr<std::unique_ptr<Store>> Open(Options options);

  // Runs `work` on one state of the data, on the caller's thread. Errors as
  // sql::Database::Read.
  absl::Status Read(const sql::Patience& patience, absl::FunctionRef<absl::Status(Tx&)> work);
  absl::Status Read(absl::FunctionRef<absl::Status(Tx&)> work) { return Read({}, work); }

  // Runs `work` in a transaction on the thread that writes, and `done` after the
  // commit. Errors as sql::Database::Write, and that of the cause if it is renewed: once,
  // also where `work` is run again, so that what an earlier run left elsewhere is not
  // answered with a refusal.
  void Write(sql::Patience patience, Cause cause, WriteWork work, Done done);

  // As Write, and waits for it. Not on the thread that writes.
  absl::Status WriteAndWait(const Cause& cause, absl::FunctionRef<absl::Status(Tx&)> work);

  // Empties the write-ahead log: what was overwritten is gone from it.
  absl::Status EmptyLog() { return database_->EmptyLog(); }

  // Adds what is called after each commit on the thread that writes, before anybody is
  // told of it. Before calls are served.
  void AddCommitListener(std::function<void()> listener);

  const Schema& schema() const { return *schema_; }
  // Encrypts page tokens and cursors.
  const rpc::TokenKey& token_key() const { return *token_key_; }
  bool writable() const { return database_->writable(); }

 private:
  explicit Store(Options options);
  absl::Status Prepare();
  absl::Status NoteVersion(sql::Connection& connection) const;
  void NumberKinds(sql::Connection& connection);
  void LoadTokenKey(sql::Connection& connection);
  absl::Status TakeFormerResources(Tx& tx);
  Tx MakeTx(sql::Connection& connection, const Cause* cause) const;
  template <class Result>
  Result WriteAs(const Cause& cause, std::optional<absl::StatusOr<Cause>>* decided,
                 sql::Connection& connection, absl::FunctionRef<Result(Tx&)> work) const;

  const std::unique_ptr<Schema> schema_;
  const Clock clock_;
  const std::string version_;
  const sql::Statements statements_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<rpc::TokenKey> token_key_;
  std::vector<std::function<void()>> commit_listeners_;
};

// The .sql files of the runtime: statements over resources, the change log and
// files.
std::vector<sql::EmbeddedFile> StoreStatements();

}  // namespace lotse::resource
