#include "runtime/resource/contract/harness.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "runtime/resource/replay.h"
#include "runtime/rpc/error.h"

namespace lotse::resource::contract {

using Verb = Method::Verb;

std::string RequestId(uint64_t number) {
  return absl::StrFormat("%08x-0000-4000-8000-%012x", number >> 32, number & 0xFFFFFFFF);
}

Harness::Harness(std::vector<std::string> services) : services_(std::move(services)) {
  std::string pattern = testing::TempDir() + "/kernelXXXXXX";
  folder_ = mkdtemp(pattern.data());
  path_ = folder_ + "/x.db";
  Reopen();
}

Harness::~Harness() {
  store_.reset();
  std::filesystem::remove_all(folder_);
}

void Harness::Reopen() {
  store_.reset();
  auto schema = Schema::Compile(services_);
  Store::Options options;
  if (schema.ok()) options.schema = *std::move(schema);
  options.path = path_;
  options.clock = [this] { return now; };
  options.readers = 1;
  auto store = schema.ok() ? Store::Open(std::move(options)) : schema.status();
  if (!store.ok()) {
    ADD_FAILURE() << store.status();
    std::abort();
  }
  store_ = *std::move(store);
  standard_ = std::make_unique<Standard>(&store_->schema());
  if (rules) rules(standard_.get());
}

absl::Status Harness::Run(Tx& tx, const Method& method, const Message& request, Message* reply) {
  const auto custom = custom_.find(request.GetDescriptor());
  return custom != custom_.end() ? custom->second(tx, request, reply)
                                 : standard_->Run(tx, method, request, reply);
}

absl::Status Harness::Call(const Message& request, Message* reply) {
  now += absl::Seconds(1);
  statements_ = 0;
  const Method& method = schema().MethodOf(request.GetDescriptor());
  if (method.verb != Verb::kCreate) {
    absl::Status status = rpc::InvalidFields(CheckRequest(method, request));
    if (!status.ok()) return status;
  }
  const std::unique_ptr<Message> out(reply->New());
  absl::Status status;
  if (method.verb == Verb::kGet || method.verb == Verb::kList) {
    status = store_->Read([&](Tx& tx) {
      const int64_t before = tx.connection().statements_used();
      absl::Status done = Run(tx, method, request, out.get());
      statements_ = tx.connection().statements_used() - before;
      return done;
    });
  } else {
    status = Write(method, request, out.get());
  }
  if (status.ok()) reply->CopyFrom(*out);
  return status;
}

absl::Status Harness::Write(const Method& method, const Message& request, Message* reply) {
  Cause by = cause;
  by.request_id = TextIn(request, method.request_id);
  absl::Status status;
  // Not a Notification, which the thread sanitizer does not see.
  absl::Mutex mutex;
  bool ended = false;
  store_->Write(
      {}, by,
      [&](Tx& tx) -> absl::StatusOr<Store::Fate> {
        const int64_t before = tx.connection().statements_used();
        const absl::Status done =
            Once(tx, method, request, reply, [&] { return Run(tx, method, request, reply); });
        if (!done.ok()) return done;
        statements_ = tx.connection().statements_used() - before;
        return FlagIn(request, method.validate_only) ? Store::Fate::kDiscard : Store::Fate::kKeep;
      },
      [&](absl::Status s) {
        absl::MutexLock lock(&mutex);
        status = std::move(s);
        ended = true;
      });
  absl::MutexLock lock(&mutex);
  mutex.Await(absl::Condition(&ended));
  return status;
}

std::string Harness::Dump(const std::vector<std::string>& tables) const {
  SQLite::Database database(path_, SQLite::OPEN_READONLY);
  std::string out;
  SQLite::Statement names(database,
                          "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  while (names.executeStep()) {
    const std::string table = names.getColumn(0).getString();
    if (!tables.empty() && std::count(tables.begin(), tables.end(), table) == 0) continue;
    SQLite::Statement rows(database, absl::StrCat("SELECT * FROM ", table, " ORDER BY 1, 2"));
    std::vector<std::string> lines;
    while (rows.executeStep()) {
      std::string line = table;
      for (int i = 0; i < rows.getColumnCount(); ++i) {
        absl::StrAppend(&line, "|", rows.getColumn(i).getString());
      }
      lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    for (const std::string& line : lines) absl::StrAppend(&out, line, "\n");
  }
  return out;
}

void Harness::Sql(const std::string& text) const {
  SQLite::Database database(path_, SQLite::OPEN_READWRITE);
  database.setBusyTimeout(2000);
  database.exec(text);
  if (store_ == nullptr) return;
  // It would not be seen before the next commit: this ends the transactions that are kept.
  ASSERT_TRUE(store_->EmptyLog().ok());
}

}  // namespace lotse::resource::contract
