#include "services/survey/responses/response_store.h"

#include <algorithm>

#include "google/protobuf/util/message_differencer.h"
#include "runtime/rpc/error.h"
#include "services/survey/responses/stored_response.pb.h"
#include "sql/response_queries.h"
#include "sql/response_schema.h"

namespace lotse::survey {
namespace {

using google::protobuf::util::MessageDifferencer;

const sql::Statements& ResponseStatements() {
  static const auto* statements = new sql::Statements(response_queries);
  return *statements;
}

absl::Status Damaged() {
  return rpc::Error(type::v1alpha::ERROR_REASON_STORE_CORRUPT, "a stored response is damaged");
}

}  // namespace

absl::StatusOr<std::unique_ptr<ResponseStore>> ResponseStore::Open(const std::string& path) {
  sql::Database::Options options;
  options.path = path;
  options.journal = sql::Database::Journal::kTruncate;
  options.migrations = response_schema;
  options.statements = &ResponseStatements();
  auto database = sql::Database::Open(options);
  if (!database.ok()) return database.status();
  return std::unique_ptr<ResponseStore>(new ResponseStore(*std::move(database)));
}

absl::Status ResponseStore::ForgetOrder() {
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

bool ResponseStore::HasGrown() {
  absl::MutexLock lock(&mutex_);
  return new_rows_ >= std::max(kFewestNew, rows_ / 10);
}

absl::StatusOr<bool> ResponseStore::Add(absl::string_view wave, absl::string_view response_id,
                                        const Answers& answers) {
  stored::StoredResponse response;
  *response.mutable_answers() = answers;
  bool duplicate = false;
  absl::Status status = database_->WriteAndWait([&](sql::Connection& connection) -> absl::Status {
    duplicate = false;
    sql::Query select = connection.Prepare("Select");
    select.Bind(1, wave).Bind(2, response_id);
    if (!select.Next()) {
      connection.Prepare("Insert")
          .Bind(1, wave)
          .Bind(2, response_id)
          .BindBytes(3, response.SerializeAsString())
          .Run();
      // Before the row is there for others, so that a file that was not written
      // anew since is never taken for one that was.
      absl::MutexLock lock(&mutex_);
      ++new_rows_;
      return absl::OkStatus();
    }
    stored::StoredResponse before;
    if (!before.ParseFromString(select.Text(0))) return Damaged();
    duplicate = MessageDifferencer::Equals(before, response);
    if (duplicate) return absl::OkStatus();
    return rpc::Error(type::v1alpha::ERROR_REASON_RESPONSE_CONFLICT,
                      "other answers were stored under this response_id; a new response needs a "
                      "new random id");
  });
  if (!status.ok()) return status;
  if (!duplicate) {
    // Forgotten, not increased: another thread may have counted this row already.
    {
      absl::MutexLock lock(&mutex_);
      counts_.erase(wave);
    }
    // The answer is on disk; if the file cannot be written anew now, the next
    // one tries again.
    if (HasGrown()) ForgetOrder().IgnoreError();
  }
  return duplicate;
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

absl::Status ResponseStore::ForEach(absl::string_view wave,
                                    absl::FunctionRef<void(const Answers&)> take) {
  return database_->Read({}, [&](sql::Connection& connection) -> absl::Status {
    sql::Query query = connection.Prepare("All");
    query.Bind(1, wave);
    stored::StoredResponse response;
    while (query.Next()) {
      const absl::string_view bytes = query.View(0);
      if (!response.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return Damaged();
      take(response.answers());
    }
    return absl::OkStatus();
  });
}

}  // namespace lotse::survey
