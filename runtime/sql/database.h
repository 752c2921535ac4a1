#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "runtime/sql/connection.h"
#include "runtime/sql/health.h"
#include "runtime/sql/migrations.h"
#include "runtime/sql/statements.h"
#include "runtime/sql/write_limits.h"

namespace lotse::sql {

class Writer;

// One SQLite database: one connection that writes, on a thread of its own, and
// some that read. Nothing is acknowledged before it is on disk
// (synchronous=FULL). What others write into the file is not seen before the next
// commit: FolderLock keeps them out. Thread-safe.
class Database {
 public:
  // How SQLite makes transactions durable.
  enum class Journal {
    // Write-ahead log: a commit is one append, and readers do not wait for it.
    kWal,
    // A journal that is emptied at each commit: nothing on disk tells the order of
    // commits. Reads take turns with writes on the one connection.
    kTruncate,
  };

  // A second file that takes part in each transaction: after a crash a commit is in
  // both files or in none. Its tables have names that the first file does not have.
  struct Attached {
    // How SQL may call it, for example `ledger`: letters only.
    std::string name;
    std::string path;
    absl::Span<const EmbeddedFile> migrations;
  };

  struct Options {
    std::string path;
    Journal journal = Journal::kWal;
    // Numbered files in order; each runs once, forward only.
    absl::Span<const EmbeddedFile> migrations;
    // The statements that Connection::Prepare knows; outlives the database.
    const Statements* statements;
    // Connections that read (kWal only).
    int readers = 4;
    WriteLimits writes = {};
    // Name of an sqlite3_vfs; empty for that of the system.
    const char* vfs = "";
    // kTruncate only: with write-ahead logs each file would be committed by itself.
    std::vector<Attached> attached = {};
  };

  // What becomes of the changes of a write that was done without an error.
  enum class Fate { kKeep, kDiscard };

  // Work inside a transaction. That of a write may be run again from the start
  // when a neighbour in its group spoilt the transaction, so it must not keep
  // anything of an earlier run.
  using ReadWork = absl::FunctionRef<absl::Status(Connection&)>;
  using WriteWork = std::function<absl::StatusOr<Fate>(Connection&)>;
  using Done = std::function<void(absl::Status)>;

  // Opens or makes a database and brings its schema up to date.
  // FAILED_PRECONDITION: written by a newer version, or a migration file was
  // changed after it ran. DATA_LOSS: damaged. PERMISSION_DENIED: cannot be
  // read or written.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const Options& options);
  // Does what was taken, then closes.
  ~Database();

  // Runs `work` on the caller's thread on one state of the data, with all that was
  // acknowledged, or seen by a read that ended, before. CALLER_GONE if the patience
  // ends before or meanwhile; STORE_UNAVAILABLE, STORE_CORRUPT. Not inside the work of
  // another call.
  absl::Status Read(const Patience& patience, ReadWork work);

  // Takes `work` for the thread that writes and returns. Writes that wait
  // together share a commit; each is in a savepoint of its own, so one that ends
  // with an error undoes nothing of the others. `done` is called once on that
  // thread, after the commit is on disk: with OK, the error of `work`, INTERNAL if
  // it threw, CALLER_GONE (it did not begin in time or was interrupted),
  // STORE_UNAVAILABLE or STORE_CORRUPT; or at once on the caller's thread with
  // OVERLOADED. Unless it is OK, nothing was changed.
  void Write(Patience patience, WriteWork work, Done done);

  // As Write, and waits for it. Not on the thread that writes.
  absl::Status WriteAndWait(absl::FunctionRef<absl::Status(Connection&)> work);

  // Called after each commit that changed something, on the thread that writes. Set
  // while no write is under way: after those that open a store, which it is not told
  // of, and before calls are served.
  void SetCommitListener(std::function<void()> listener);

  // Writes the file anew, rows in the order of their keys, so that where a row lies no
  // longer tells when it came; with `attached` the second one too. Needs as much disk
  // again. STORE_UNAVAILABLE; each file is then as it was or new, and the same is in it.
  absl::Status Rewrite(bool attached = true);

  // Moves the write-ahead log into the file and empties it, so that nothing of what
  // was overwritten is left there. STORE_UNAVAILABLE.
  absl::Status EmptyLog();

  // False for some seconds after a write failed for want of disk, and for good
  // once the store was found damaged.
  bool writable() const { return health_.writable(); }
  // True for good once the store was found damaged.
  bool damaged() const { return health_.corrupt(); }

 private:
  explicit Database(const Options& options);
  void Attach(const Attached& file, const Options& options, Connection* connection);

  const bool wal_;
  // As SQL calls its files.
  std::vector<std::string> files_ = {"main"};
  Health health_;
  ConnectionPool writing_;  // The one that writes.
  ConnectionPool reading_;  // Closed before: the last to close must be able to write.
  std::unique_ptr<Writer> writer_;
};

}  // namespace lotse::sql
