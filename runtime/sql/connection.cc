#include "runtime/sql/connection.h"

#include <algorithm>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace lotse::sql {
namespace {

// How often somebody who waits for a connection is asked whether he still does.
constexpr absl::Duration kAskAgain = absl::Milliseconds(10);
// How long a checkpoint lets readers go on before it tries again.
constexpr absl::Duration kTryAgain = absl::Milliseconds(1);

std::string Parameter(int number) { return absl::StrCat("$", number); }

}  // namespace

bool Patience::Over() const {
  return (deadline != absl::InfiniteFuture() && absl::Now() >= deadline) || (gone && gone());
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
  // Without an address SQLite would bind NULL.
  statement_->bind(Parameter(parameter), bytes.empty() ? "" : bytes.data(),
                   static_cast<int>(bytes.size()));
  return *this;
}

absl::string_view Query::View(int column) const {
  const SQLite::Column value = statement_->getColumn(column);
  const auto* bytes = static_cast<const char*>(value.getBlob());
  return absl::string_view(bytes, static_cast<size_t>(value.getBytes()));
}

Connection::Connection(const std::string& path, int flags, const Statements* statements,
                       const std::string& vfs)
    : database_(path, flags | SQLite::OPEN_NOMUTEX, /*busy timeout, ms=*/0, vfs),
      statements_(statements) {
  sqlite3_busy_handler(handle(), &OnBusy, this);
  // What SQLite puts aside while it sorts or rewrites stays off the disk.
  database_.exec(
      "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
      "PRAGMA secure_delete = ON");
  if ((flags & SQLite::OPEN_READONLY) != 0) database_.exec("PRAGMA query_only = ON");
}

int Connection::OnBusy(void* connection, int count) {
  auto* self = static_cast<Connection*>(connection);
  if (count == 0) self->busy_since_ = absl::Now();
  if (absl::Now() - self->busy_since_ > self->busy_limit_) return 0;
  thread_local absl::BitGen random;
  absl::SleepFor(absl::Microseconds(absl::Uniform(random, 100, 1000 << std::min(count, 4))));
  return 1;
}

Query Connection::Prepare(absl::string_view name) {
  auto it = prepared_.find(name);
  if (it == prepared_.end()) {
    auto statement = std::make_unique<SQLite::Statement>(database_, statements_->Get(name));
    it = prepared_.emplace(name, std::move(statement)).first;
  }
  ++statements_used_;
  it->second->clearBindings();
  return Query(it->second.get());
}

void Connection::Do(Step step) {
  static constexpr const char* kSql[] = {"BEGIN",         "BEGIN IMMEDIATE", "COMMIT",
                                         "SAVEPOINT job", "RELEASE job",     "ROLLBACK TO job",
                                         "SAVEPOINT try", "RELEASE try",     "ROLLBACK TO try"};
  auto& statement = steps_[step];
  if (statement == nullptr) statement = std::make_unique<SQLite::Statement>(database_, kSql[step]);
  Query(statement.get()).Run();
}

bool Connection::Try(absl::FunctionRef<bool()> work) {
  Do(kTry);
  const bool keep = work();
  if (!keep) Do(kUndoTried);
  Do(kKeepTried);
  return keep;
}

void Connection::EndTransaction() noexcept {
  if (InTransaction()) database_.tryExec("ROLLBACK");
}

// [begin]
void Connection::BeginAt(int64_t generation) {
  const bool current = generation != ConnectionPool::kNone && generation_ == generation;
  if (current && InTransaction()) return;
  EndTransaction();
  Do(kBegin);
  generation_ = generation;
}
// [/begin]

int Connection::Checkpoint(int mode, absl::Duration limit, ConnectionPool* readers) {
  const absl::Time end = absl::Now() + limit;
  // SQLite's own waiting would not end what readers keep.
  busy_limit_ = absl::ZeroDuration();
  const auto move = [&] {
    readers->EndIdleTransactions();
    return sqlite3_wal_checkpoint_v2(handle(), nullptr, mode, nullptr, nullptr);
  };
  int code = move();
  while (code == SQLITE_BUSY && absl::Now() < end) {
    absl::SleepFor(kTryAgain);
    code = move();
  }
  busy_limit_ = kBusyLimit;
  // Who began meanwhile reads the log, which could not be begun anew.
  readers->EndIdleTransactions();
  return code;
}

Connection::Watch::Watch(const Connection& connection, const Patience& patience)
    : handle_(connection.handle()) {
  const auto over = [](void* of) { return static_cast<const Patience*>(of)->Over() ? 1 : 0; };
  sqlite3_progress_handler(handle_, /*steps=*/1000, over, const_cast<Patience*>(&patience));
}

void ConnectionPool::GiveBack::operator()(Connection* connection) const {
  absl::MutexLock lock(&pool->mutex_);
  // An old state would hold the write-ahead log for as long as nobody asks.
  if (connection->IsOlderThan(pool->generation_)) connection->EndTransaction();
  pool->free_.push_back(connection);
}

void ConnectionPool::Add(std::unique_ptr<Connection> connection) {
  absl::MutexLock lock(&mutex_);
  free_.push_back(connection.get());
  all_.push_back(std::move(connection));
}

void ConnectionPool::CommitEnded() {
  ++generation_;  // First: who finds that nothing is committed any more finds this too.
  committing_ = false;
}

void ConnectionPool::EndIdleTransactions() {
  absl::MutexLock lock(&mutex_);
  ++generation_;
  for (Connection* const connection : free_) connection->EndTransaction();
}

ConnectionPool::Lease ConnectionPool::Take(const Patience& patience) {
  absl::MutexLock lock(&mutex_);
  if (waiting_.empty() && !free_.empty()) {
    Connection* const connection = free_.back();
    free_.pop_back();
    return Lease(connection, GiveBack{this});
  }
  const auto place = waiting_.insert(waiting_.end(), 0);
  const auto mine = [&] { return place == waiting_.begin() && !free_.empty(); };
  while (!mine() && !patience.Over()) {
    const absl::Time again = patience.gone ? absl::Now() + kAskAgain : patience.deadline;
    mutex_.AwaitWithDeadline(absl::Condition(&mine), std::min(again, patience.deadline));
  }
  Connection* connection = nullptr;
  if (mine()) {
    connection = free_.back();
    free_.pop_back();
  }
  waiting_.erase(place);
  return Lease(connection, GiveBack{this});
}

}  // namespace lotse::sql
