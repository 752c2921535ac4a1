#pragma once

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "runtime/sql/statements.h"

namespace lotse::sql {

// How long somebody waits for the work.
struct Patience {
  // When the work becomes worthless.
  absl::Time deadline = absl::InfiniteFuture();
  // Whether nobody waits any more; asked often, so it must be cheap. May be empty.
  std::function<bool()> gone;

  // True once the work should stop.
  bool Over() const;
};

// A statement with its parameters, reset when it goes: one left open would keep
// the write-ahead log from being checkpointed. Throws SQLite::Exception, which
// Database turns into a status.
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

  // Columns of the row, from 0.
  int64_t Number(int column) const { return statement_->getColumn(column).getInt64(); }
  // Text or bytes. The view holds until the next step.
  absl::string_view View(int column) const;
  std::string Text(int column) const { return std::string(View(column)); }

 private:
  SQLite::Statement* statement_;
};

class ConnectionPool;

// One connection to a database with its prepared statements. Used by one thread
// at a time. Throws SQLite::Exception.
class Connection {
 public:
  // `flags` as SQLite::Database has them; with OPEN_READONLY it cannot write.
  Connection(const std::string& path, int flags, const Statements* statements,
             const std::string& vfs);

  // The prepared statement `name`, with its parameters cleared. One Query of a
  // name at a time.
  Query Prepare(absl::string_view name);

  // How many statements were prepared for running so far; for tests that pin the
  // cost of something.
  int64_t statements_used() const { return statements_used_; }
  // How many rows its statements have added, changed and deleted so far.
  int64_t rows_changed() const { return database_.getTotalChanges(); }

  // Runs `work` inside a write, and undoes what it changed if it returns false. Nests.
  bool Try(absl::FunctionRef<bool()> work);

 private:
  friend class Database;
  friend class Writer;
  friend class ConnectionPool;
  // Ends what runs on the connection once the patience is over, while it lives.
  class Watch;

  // How long another process, for example a backup, may keep it waiting.
  static constexpr absl::Duration kBusyLimit = absl::Seconds(2);
  enum Step {
    kBegin,
    kBeginImmediate,
    kCommit,
    kSavepoint,
    kRelease,
    kRollbackTo,
    kTry,
    kKeepTried,
    kUndoTried,
    kSteps
  };

  void Do(Step step);
  bool InTransaction() const { return sqlite3_get_autocommit(handle()) == 0; }
  // Ends the transaction if SQLite has not done so by itself after a fault.
  void EndTransaction() noexcept;
  // Puts it into a transaction that began at `generation` of its pool or later.
  void BeginAt(int64_t generation);
  // Whether a transaction of another generation was begun last.
  bool IsOlderThan(int64_t generation) const { return generation_ != generation; }
  // Moves the write-ahead log into the file, as one of SQLITE_CHECKPOINT_* says. Tries
  // again for `limit` while others read. Idle transactions of `readers` are ended before
  // each try and at the end. An SQLite code.
  int Checkpoint(int mode, absl::Duration limit, ConnectionPool* readers);
  sqlite3* handle() const { return database_.getHandle(); }
  static int OnBusy(void* connection, int count);

  SQLite::Database database_;
  const Statements* const statements_;
  absl::flat_hash_map<std::string, std::unique_ptr<SQLite::Statement>> prepared_;
  std::array<std::unique_ptr<SQLite::Statement>, kSteps> steps_;
  int64_t statements_used_ = 0;
  int64_t generation_ = 0;  // That BeginAt began at.
  absl::Duration busy_limit_ = kBusyLimit;
  absl::Time busy_since_;
};

class Connection::Watch {
 public:
  Watch(const Connection& connection, const Patience& patience);
  Watch(const Watch&) = delete;
  ~Watch() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }

 private:
  sqlite3* const handle_;
};

// Connections that are lent in the order of asking. Those that only read may keep
// their transaction for the next who asks: to begin one takes locks that many readers
// wait for one another at. It is renewed once the generation has gone up. Thread-safe.
class ConnectionPool {
 public:
  struct GiveBack {
    ConnectionPool* pool;
    void operator()(Connection* connection) const;
  };
  using Lease = std::unique_ptr<Connection, GiveBack>;

  void Add(std::unique_ptr<Connection> connection);
  // Around each commit. Until CommitEnded, before which nobody is told of the commit,
  // some transactions may see it already: none is kept, so that no read sees less than
  // one before it.
  void CommitBegins() { committing_ = true; }
  void CommitEnded();
  // Of transactions that begin now; kNone while something is committed.
  int64_t generation() const { return committing_ ? kNone : generation_.load(); }
  static constexpr int64_t kNone = -1;
  // Raises the generation and ends the transactions of connections that nobody uses:
  // what they read could not be moved out of the write-ahead log.
  void EndIdleTransactions();
  // Waits for a connection; null if the patience ends before.
  Lease Take(const Patience& patience);

 private:
  std::atomic<bool> committing_ = false;
  std::atomic<int64_t> generation_ = 0;
  absl::Mutex mutex_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection*> free_;
  std::list<int> waiting_;  // Only the places count.
};

}  // namespace lotse::sql
