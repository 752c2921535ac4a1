#include "services/survey/responses/response_store.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/engine/answer_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/stored_response.pb.h"
#include "sql/response_queries.h"
#include "sql/response_schema.h"

namespace lotse::survey {
namespace {

using sql::Database;

const sql::Statements& ResponseStatements() {
  static const auto* statements = new sql::Statements(response_queries);
  return *statements;
}

absl::Status Damaged() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a stored response is damaged");
}

// The answers of what is stored, in either of the forms that response_row.h tells of.
std::optional<ResponseStore::Answers> AnswersOf(const CompiledInstrument& instrument,
                                                absl::string_view stored) {
  if (!stored.empty() && stored[0] == kResponseRowForm) {
    return DecodeResponseRow(instrument, stored);
  }
  stored::StoredResponse former;
  if (!former.ParseFromArray(stored.data(), static_cast<int>(stored.size())) ||
      !CheckAnswers(instrument, former.answers()).empty()) {
    return std::nullopt;
  }
  return std::move(*former.mutable_answers());
}

}  // namespace

absl::StatusOr<std::unique_ptr<ResponseStore>> ResponseStore::Open(const std::string& path,
                                                                   size_t max_waiting) {
  Database::Options options;
  options.path = path;
  options.max_waiting_writes = max_waiting;
  options.journal = Database::Journal::kTruncate;
  options.migrations = response_schema;
  options.statements = &ResponseStatements();
  auto database = Database::Open(options);
  if (!database.ok()) return database.status();
  return std::unique_ptr<ResponseStore>(new ResponseStore(*std::move(database)));
}

ResponseStore::ResponseStore(std::unique_ptr<Database> database)
    : database_(std::move(database)), forgetting_([this] { ForgetOrderAgainAndAgain(); }) {}

ResponseStore::~ResponseStore() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  forgetting_.join();
  database_.reset();
}

absl::Status ResponseStore::ForgetOrder() {
  absl::MutexLock one_at_a_time(&forgetting_mutex_);
  int64_t forgotten = 0;
  {
    absl::MutexLock lock(&mutex_);
    if (new_rows_ == 0) return absl::OkStatus();
    forgotten = new_rows_;
  }
  if (absl::Status s = database_->Rewrite(); !s.ok()) return s;
  return database_->Read({}, [&](sql::Connection& connection) {
    sql::Query query = connection.Prepare("CountAll");
    query.Next();
    absl::MutexLock lock(&mutex_);
    rows_ = query.Number(0);
    // What came meanwhile may lie behind the others.
    new_rows_ -= forgotten;
    return absl::OkStatus();
  });
}

bool ResponseStore::HasGrown() const {
  return added_ && new_rows_ >= std::max(kFewestNew, rows_ / 10);
}

void ResponseStore::ForgetOrderAgainAndAgain() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &ResponseStore::HasWork));
      if (stopping_) return;
      added_ = false;
    }
    // The answers are on disk; if the file cannot be written anew now, the next one
    // tries again.
    ForgetOrder().IgnoreError();
  }
}

absl::StatusOr<bool> ResponseStore::AddRow(sql::Connection& connection, const Response& response,
                                           absl::string_view row) {
  if (response.allowed) {
    if (absl::Status s = response.allowed(); !s.ok()) return s;
  }
  sql::Query closed = connection.Prepare("IsClosed");
  if (closed.Bind(1, response.wave).Next()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_WAVE_NOT_OPEN,
                      absl::StrCat(response.wave, " is closed and takes no more answers"),
                      {{"resource", response.wave}});
  }
  sql::Query select = connection.Prepare("Select");
  if (!select.Bind(1, response.wave).Bind(2, response.response_id).Next()) {
    connection.Prepare("Insert")
        .Bind(1, response.wave)
        .Bind(2, response.response_id)
        .BindBytes(3, row)
        .Run();
    // Before the row is there for others, so that a file that was not written
    // anew since is never taken for one that was.
    absl::MutexLock lock(&mutex_);
    ++new_rows_;
    return false;
  }
  const auto before = AnswersOf(*response.instrument, select.View(0));
  if (!before.has_value()) return Damaged();
  if (EncodeResponseRow(*response.instrument, *before) == row) return true;
  return rpc::Error(type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT,
                    "other answers were stored under this response_id; a new response needs a "
                    "new random id");
}

void ResponseStore::Add(Response response, sql::Patience patience, Added added) {
  struct Job {
    Response response;
    std::string row;
    bool duplicate = false;
  };
  auto job = std::make_shared<Job>();
  job->row = EncodeResponseRow(*response.instrument, response.answers);
  job->response = std::move(response);
  database_->Write(
      std::move(patience),
      [this, job](sql::Connection& connection) -> absl::StatusOr<Database::Fate> {
        const absl::StatusOr<bool> duplicate = AddRow(connection, job->response, job->row);
        if (!duplicate.ok()) return duplicate.status();
        job->duplicate = *duplicate;
        return Database::Fate::kKeep;
      },
      [this, job, added = std::move(added)](absl::Status status) {
        if (!status.ok()) return added(std::move(status));
        if (!job->duplicate) {
          absl::MutexLock lock(&mutex_);
          // Forgotten, not increased: another thread may have counted this row already.
          counts_.erase(job->response.wave);
          added_ = true;
        }
        added(job->duplicate);
      });
}

absl::Status ResponseStore::Close(absl::string_view wave) {
  const absl::Status closed = database_->WriteAndWait([&](sql::Connection& connection) {
    connection.Prepare("Close").Bind(1, wave).Run();
    return absl::OkStatus();
  });
  if (!closed.ok()) return closed;
  return ForgetOrder();
}

absl::StatusOr<int64_t> ResponseStore::Count(absl::string_view wave) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto it = counts_.find(wave); it != counts_.end()) return it->second;
  }
  int64_t count = 0;
  absl::Status status = database_->Read({}, [&](sql::Connection& connection) {
    sql::Query query = connection.Prepare("Count");
    query.Bind(1, wave).Next();
    count = query.Number(0);
    // Within the transaction, so that no response is added in between.
    absl::MutexLock lock(&mutex_);
    counts_[std::string(wave)] = count;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return count;
}

absl::Status ResponseStore::ForEach(absl::string_view wave, const CompiledInstrument& instrument,
                                    absl::FunctionRef<void(const Answers&)> take) {
  return database_->Read({}, [&](sql::Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("All");
    query.Bind(1, wave);
    while (query.Next()) {
      const auto answers = AnswersOf(instrument, query.View(0));
      if (!answers.has_value()) return Damaged();
      take(*answers);
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
