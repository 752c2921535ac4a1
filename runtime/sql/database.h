#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <memory>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/types/span.h"
#include "runtime/sql/migrations.h"
#include "runtime/sql/statements.h"

namespace lotse::sql {

// Holds a data folder for one process; released by the system when it ends,
// however it ends.
class FolderLock {
 public:
  // Makes `folder`, for its owner only, if it does not exist, and locks it.
  // PERMISSION_DENIED if it cannot be read or written, or if others may enter
  // it; ABORTED if another process has it.
  static absl::StatusOr<FolderLock> Take(const std::string& folder);
  FolderLock(FolderLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  ~FolderLock();

 private:
  explicit FolderLock(int fd) : fd_(fd) {}
  int fd_;
};

// A statement with its parameters, reset when it goes: one left open would keep
// the write-ahead log from being checkpointed. Throws SQLite::Exception;
// Database turns that into a status.
class Query {
 public:
  explicit Query(SQLite::Statement* statement) : statement_(statement) {}
  Query(const Query&) = delete;
  ~Query();

  // Parameters are $1, $2, ... and bound by name: SQLite numbers them in the
  // order of their appearance otherwise, and PostgreSQL does not.
  Query& Bind(int parameter, absl::string_view text);
  Query& Bind(int parameter, int64_t number);
  Query& BindBytes(int parameter, absl::string_view bytes);

  // Moves to the next row; false at the end.
  bool Next() { return statement_->executeStep(); }
  // Runs a statement that gives no rows; how many rows it changed.
  int64_t Run() { return statement_->exec(); }

  int64_t Number(int column) const { return statement_->getColumn(column).getInt64(); }
  std::string Text(int column) const { return statement_->getColumn(column).getString(); }

 private:
  SQLite::Statement* statement_;
};

// One SQLite database with one connection. Nothing is acknowledged before it is
// on disk (synchronous=FULL). Thread-safe: transactions exclude one another.
class Database {
 public:
  // How SQLite makes transactions durable.
  enum class Journal {
    // Write-ahead log: a commit is one append.
    kWal,
    // A journal that is emptied at each commit, with deleted content
    // overwritten: nothing on disk tells the order of commits.
    kTruncate,
  };

  struct Options {
    std::string path;
    Journal journal = Journal::kWal;
    // Numbered files in order; each runs once, forward only.
    absl::Span<const EmbeddedFile> migrations;
    // The statements that Prepare knows.
    const Statements* statements;
  };

  // Opens or makes a database and brings its schema up to date.
  // FAILED_PRECONDITION: written by a newer version, or a migration file was
  // changed after it ran. DATA_LOSS: damaged. PERMISSION_DENIED: cannot be
  // read or written.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);

  // The prepared statement `name`, with its parameters cleared. Only inside
  // Read or Write.
  Query Prepare(absl::string_view name);

  // Runs `work` in a transaction that is committed if it returns OK and rolled
  // back otherwise.
  absl::Status Write(absl::FunctionRef<absl::Status()> work);

  // Runs `work` on one state of the data.
  absl::Status Read(absl::FunctionRef<absl::Status()> work);

  // Writes the whole file anew, rows in the order of their keys, so that where a
  // row lies no longer tells when it came. Needs as much disk again.
  // STORE_UNAVAILABLE, and nothing is changed.
  absl::Status Rewrite();

  // False for some seconds after a write failed for want of disk.
  bool writable() const;

 private:
  explicit Database(const Options& options);
  void Migrate(absl::Span<const EmbeddedFile> migrations);
  absl::Status Run(const char* begin, absl::FunctionRef<absl::Status()> work);
  absl::Status Translate(const SQLite::Exception& fault);

  const Statements* const statements_;
  absl::Mutex mutex_;
  SQLite::Database connection_;
  absl::flat_hash_map<std::string, std::unique_ptr<SQLite::Statement>> prepared_;
  std::atomic<int64_t> failed_at_us_ = 0;
};

}  // namespace lotse::sql
