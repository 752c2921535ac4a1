#include "runtime/sql/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"

namespace lotse::sql {
namespace {

constexpr absl::Duration kWaitAfterFailure = absl::Seconds(10);
constexpr int kRetrySeconds = 5;

constexpr char kMigrationTable[] =
    "CREATE TABLE IF NOT EXISTS schema_migration ("
    "  file TEXT PRIMARY KEY, sha256 TEXT NOT NULL) STRICT";

// A schema that this program does not know. Thrown inside Open only.
struct SchemaFault {
  std::string what;
};

std::string Parameter(int number) { return absl::StrCat("$", number); }

absl::Status OpenFault(const std::string& path, const SQLite::Exception& fault) {
  const std::string what = absl::StrCat(path, ": ", fault.what());
  const int code = fault.getErrorCode() & 0xFF;
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return absl::DataLossError(what);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return absl::AbortedError(what);
  if (code == SQLITE_ERROR) return absl::InternalError(what);  // A fault in a migration file.
  return absl::PermissionDeniedError(what);
}

}  // namespace

absl::StatusOr<FolderLock> FolderLock::Take(const std::string& folder) {
  namespace fs = std::filesystem;
  constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;
  std::error_code error;
  const bool made = fs::create_directories(folder, error);
  if (made && !error) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error && (fs::status(folder, error).permissions() & kOthers) != fs::perms::none) {
    // Not mended here: a folder that was there may be somebody else's.
    return absl::PermissionDeniedError(
        absl::StrCat("data_dir: ", folder,
                     " is open to others; answers of people will lie there, so give a folder of "
                     "its own with mode 0700"));
  }
  const std::string path = folder + "/lock";
  const int fd = error ? -1 : ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("data_dir: cannot read and write ", folder, ": ",
                     error ? error.message() : std::generic_category().message(errno)));
  }
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return absl::AbortedError(absl::StrCat("data_dir: ", folder, " is in use by another process"));
  }
  return FolderLock(fd);
}

FolderLock::~FolderLock() {
  if (fd_ >= 0) ::close(fd_);
}

Query::~Query() { statement_->tryReset(); }

Query& Query::Bind(int parameter, absl::string_view text) {
  statement_->bind(Parameter(parameter), std::string(text));
  return *this;
}

Query& Query::Bind(int parameter, int64_t number) {
  statement_->bind(Parameter(parameter), number);
  return *this;
}

Query& Query::BindBytes(int parameter, absl::string_view bytes) {
  statement_->bind(Parameter(parameter), bytes.data(), static_cast<int>(bytes.size()));
  return *this;
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const Options& options) {
  try {
    std::unique_ptr<Database> database(new Database(options));
    database->Migrate(options.migrations);
    return database;
  } catch (const SQLite::Exception& fault) {
    return OpenFault(options.path, fault);
  } catch (const SchemaFault& fault) {
    return absl::FailedPreconditionError(absl::StrCat(options.path, ": ", fault.what));
  }
}

Database::Database(const Options& options)
    : statements_(options.statements),
      connection_(options.path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                  /*busy timeout, ms=*/2000) {
  connection_.exec("PRAGMA foreign_keys = ON");
  connection_.exec(options.journal == Journal::kWal
                       ? "PRAGMA journal_mode = WAL"
                       : "PRAGMA journal_mode = TRUNCATE; PRAGMA secure_delete = ON");
  connection_.exec("PRAGMA synchronous = FULL");
  // What SQLite puts aside while it sorts or rewrites stays off the disk.
  connection_.exec("PRAGMA temp_store = MEMORY");
}

void Database::Migrate(absl::Span<const EmbeddedFile> migrations) {
  SQLite::Transaction transaction(connection_, SQLite::TransactionBehavior::IMMEDIATE);
  connection_.exec(kMigrationTable);
  absl::flat_hash_map<std::string, std::string> done;
  SQLite::Statement select(connection_, "SELECT file, sha256 FROM schema_migration");
  while (select.executeStep()) {
    done[select.getColumn(0).getString()] = select.getColumn(1).getString();
  }
  for (const EmbeddedFile& file : migrations) {
    const std::string sha256 = types::Sha256Hex(file.text);
    const auto it = done.find(file.name);
    if (it == done.end()) {
      connection_.exec(file.text);
      SQLite::Statement insert(connection_, "INSERT INTO schema_migration VALUES (?, ?)");
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

Query Database::Prepare(absl::string_view name) {
  auto& statement = prepared_[std::string(name)];
  if (statement == nullptr) {
    statement = std::make_unique<SQLite::Statement>(connection_, statements_->Get(name));
  }
  statement->clearBindings();
  return Query(statement.get());
}

absl::Status Database::Write(absl::FunctionRef<absl::Status()> work) {
  return Run("BEGIN IMMEDIATE", work);
}

absl::Status Database::Read(absl::FunctionRef<absl::Status()> work) { return Run("BEGIN", work); }

absl::Status Database::Run(const char* begin, absl::FunctionRef<absl::Status()> work) {
  absl::MutexLock lock(&mutex_);
  try {
    connection_.exec(begin);
    absl::Status status = work();
    connection_.exec(status.ok() ? "COMMIT" : "ROLLBACK");
    if (status.ok()) failed_at_us_ = 0;
    return status;
  } catch (const SQLite::Exception& fault) {
    // SQLite has rolled back by itself after some faults; then this one fails,
    // and there is nothing left to undo.
    connection_.tryExec("ROLLBACK");
    return Translate(fault);
  } catch (...) {
    // Not ours to judge, but the next call must not find a transaction open.
    connection_.tryExec("ROLLBACK");
    throw;
  }
}

absl::Status Database::Rewrite() {
  absl::MutexLock lock(&mutex_);
  try {
    connection_.exec("VACUUM");
    return absl::OkStatus();
  } catch (const SQLite::Exception& fault) {
    return Translate(fault);
  }
}

absl::Status Database::Translate(const SQLite::Exception& fault) {
  switch (fault.getErrorCode() & 0xFF) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
      failed_at_us_ = absl::ToUnixMicros(absl::Now());
      return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                             "the store cannot be used now; nothing was changed, try again later",
                             kRetrySeconds);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      failed_at_us_ = absl::ToUnixMicros(absl::Now());
      return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT,
                        "the store is damaged; nothing was changed");
    default:
      return absl::InternalError(absl::StrCat("SQLite: ", fault.what()));
  }
}

bool Database::writable() const {
  const int64_t failed = failed_at_us_;
  return failed == 0 || absl::Now() - absl::FromUnixMicros(failed) > kWaitAfterFailure;
}

}  // namespace lotse::sql
