#include "runtime/sql/database.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "absl/cleanup/cleanup.h"
#include "absl/memory/memory.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "runtime/sql/writer.h"
#include "runtime/types/sha256.h"

namespace lotse::sql {
namespace {

constexpr char kMigrationTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "  file TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT";

// A schema that this program does not know. Thrown inside Open only.
struct SchemaFault {
  std::string what;
};

// Thrown by SQLite while one of the files of a database was opened.
struct FileFault {
  std::string path;
  SQLite::Exception fault;
};

absl::Status OpenFault(const std::string& path, const SQLite::Exception& fault) {
  const std::string what = absl::StrCat(path, ": ", fault.what());
  const int code = fault.getErrorCode() & 0xFF;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return absl::DataLossError(what);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return absl::AbortedError(what);
  if (code == SQLITE_ERROR) return absl::InternalError(what);  // A fault in a migration file.
  return absl::PermissionDeniedError(what);
}

void Migrate(SQLite::Database& connection, absl::Span<const EmbeddedFile> migrations) {
  SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
  connection.exec(kMigrationTable);
  absl::flat_hash_map<std::string, std::string> done;
  SQLite::Statement select(connection, "SELECT file, sha256 FROM schema_migration");
  while (select.executeStep()) {
    done[select.getColumn(0).getString()] = select.getColumn(1).getString();
  }
  for (const EmbeddedFile& file : migrations) {
    const std::string sha256 = types::Sha256Hex(file.text);
    const auto it = done.find(file.name);
    if (it == done.end()) {
      connection.exec(file.text);
      SQLite::Statement insert(connection, "INSERT INTO schema_migration VALUES (?, ?)");
      insert.bind(1, file.name);
      insert.bind(2, sha256);
      insert.exec();
    } else {
      if (it->second != sha256) {
        throw SchemaFault{absl::StrCat("schema file ", file.name, " was changed after it ran")};
      }
      done.erase(it);
    }
  }
  if (!done.empty()) {
    throw SchemaFault{absl::StrCat("was written by a newer version of Lotse (schema file ",
                                   done.begin()->first, "); start that version")};
  }
  transaction.commit();
}

void SetJournal(SQLite::Database& connection, const std::string& file, const std::string& journal) {
  const auto set = connection.execAndGet("PRAGMA " + file + ".journal_mode = " + journal);
  if (set.getString() != journal) throw SchemaFault{"its journal cannot be " + journal};
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const Options& options) {
  // Counting its memory makes SQLite's threads wait for one another. Refused, which
  // does no harm, where something has used SQLite before.
  static const int counts_memory = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(counts_memory);
  try {
    return absl::WrapUnique(new Database(options));
  } catch (const SQLite::Exception& fault) {
    return OpenFault(options.path, fault);
  } catch (const FileFault& fault) {
    return OpenFault(fault.path, fault.fault);
  } catch (const SchemaFault& fault) {
    return absl::FailedPreconditionError(absl::StrCat(options.path, ": ", fault.what));
  }
}

Database::Database(const Options& options) : wal_(options.journal == Journal::kWal) {
  const auto connect = [&](int flags) {
    return std::make_unique<Connection>(options.path, flags, options.statements, options.vfs);
  };
  auto connection = connect(SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  SetJournal(connection->database_, "main", wal_ ? "wal" : "truncate");
  Migrate(connection->database_, options.migrations);
  for (const Attached& file : options.attached) Attach(file, options, connection.get());
  writing_.Add(std::move(connection));
  for (int i = 0; wal_ && i < std::max(options.readers, 1); ++i) {
    reading_.Add(connect(SQLite::OPEN_READONLY));
  }
  std::unique_ptr<Connection> checkpoints;
  if (wal_) checkpoints = connect(SQLite::OPEN_READWRITE);
  writer_ = std::make_unique<Writer>(options.writes, &writing_, &reading_, std::move(checkpoints),
                                     &health_);
}

Database::~Database() = default;

void Database::Attach(const Attached& file, const Options& options, Connection* connection) {
  if (wal_) throw SchemaFault{"only a database without a write-ahead log can have a second file"};
  try {
    {
      // By itself, because the text of a migration names no file.
      Connection alone(file.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, options.statements,
                       options.vfs);
      SetJournal(alone.database_, "main", "truncate");
      Migrate(alone.database_, file.migrations);
    }
    SQLite::Statement attach(connection->database_, "ATTACH ? AS " + file.name);
    attach.bind(1, file.path);
    attach.exec();
    SetJournal(connection->database_, file.name, "truncate");
    connection->database_.exec("PRAGMA " + file.name + ".synchronous = FULL; PRAGMA " + file.name +
                               ".secure_delete = ON");
    files_.push_back(file.name);
  } catch (const SQLite::Exception& fault) {
    throw FileFault{file.path, fault};
  } catch (const SchemaFault& fault) {
    throw SchemaFault{absl::StrCat(file.path, ": ", fault.what)};
  }
}

absl::Status Database::Read(const Patience& patience, ReadWork work) {
  if (patience.Over()) return Health::CallerGone();
  ConnectionPool& pool = wal_ ? reading_ : writing_;
  const auto connection = pool.Take(patience);
  if (connection == nullptr) return Health::CallerGone();
  auto end = absl::MakeCleanup([&] { connection->EndTransaction(); });
  try {
    connection->BeginAt(pool.generation());
    const Connection::Watch watch(*connection, patience);
    const absl::Status status = work(*connection);
    // The next reads the same state for as long as nothing is committed.
    if (wal_ && !connection->IsOlderThan(pool.generation())) std::move(end).Cancel();
    return status;
  } catch (const SQLite::Exception& fault) {
    return health_.Translate(fault);
  } catch (const std::exception& fault) {
    return absl::InternalError(fault.what());
  }
}

void Database::Write(Patience patience, WriteWork work, Done done) {
  writer_->Add({std::move(patience), std::move(work), std::move(done)});
}

absl::Status Database::WriteAndWait(absl::FunctionRef<absl::Status(Connection&)> work) {
  absl::Mutex mutex;
  bool finished = false;
  absl::Status result;
  Write(
      Patience(),
      [work](Connection& connection) -> absl::StatusOr<Fate> {
        absl::Status status = work(connection);
        if (!status.ok()) return status;
        return Fate::kKeep;
      },
      [&](absl::Status status) {
        absl::MutexLock lock(&mutex);
        result = std::move(status);
        finished = true;
      });
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&finished));
  return result;
}

void Database::SetCommitListener(std::function<void()> listener) {
  writer_->SetCommitListener(std::move(listener));
}

absl::Status Database::Rewrite(bool attached) {
  if (health_.corrupt()) return Health::Corrupt();
  const auto connection = writing_.Take(Patience());
  try {
    for (const std::string& file : files_) {
      if (attached || file == "main") connection->database_.exec("VACUUM " + file);
    }
    return absl::OkStatus();
  } catch (const SQLite::Exception& fault) {
    return health_.Translate(fault);
  }
}

absl::Status Database::EmptyLog() {
  const auto connection = writing_.Take(Patience());
  const int code =
      connection->Checkpoint(SQLITE_CHECKPOINT_TRUNCATE, Connection::kBusyLimit, &reading_);
  if (code == SQLITE_OK) return absl::OkStatus();
  // That somebody reads for long says nothing about the disk.
  if (code == SQLITE_BUSY) return Health::Unavailable();
  return health_.Translate(SQLite::Exception(connection->handle(), code));
}

}  // namespace lotse::sql
