#include "runtime/resource/store.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "runtime/types/version.h"
#include "sql/blob_queries.h"
#include "sql/history_queries.h"
#include "sql/resource_queries.h"
#include "sql/resource_schema.h"

namespace lotse::resource {
namespace {

constexpr char kTokenKey[] = "token_key";
// The latest version that had the store open.
constexpr char kVersion[] = "version";

// Empty if there is none.
std::string GetSetting(sql::Connection& connection, const char* name) {
  sql::Query query = connection.Prepare("GetSetting");
  query.Bind(1, name);
  return query.Next() ? query.Text(0) : "";
}

std::vector<sql::EmbeddedFile> WithOwn(const std::vector<sql::EmbeddedFile>& own) {
  std::vector<sql::EmbeddedFile> files = StoreStatements();
  files.insert(files.end(), own.begin(), own.end());
  return files;
}

}  // namespace

std::vector<sql::EmbeddedFile> StoreStatements() {
  return {resource_queries[0], history_queries[0], blob_queries[0]};
}

Store::Store(Options options)
    : schema_(std::move(options.schema)),
      clock_(std::move(options.clock)),
      version_(std::move(options.version)),
      statements_(WithOwn(options.statements)) {}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(Options options) {
  sql::Database::Options database_options;
  database_options.path = options.path;
  database_options.migrations = resource_schema;
  database_options.readers = options.readers;
  database_options.writes = options.writes;
  std::unique_ptr<Store> store(new Store(std::move(options)));
  database_options.statements = &store->statements_;
  auto database = sql::Database::Open(database_options);
  if (!database.ok()) return database.status();
  store->database_ = *std::move(database);
  if (absl::Status s = store->Prepare(); !s.ok()) {
    return absl::Status(s.code(), absl::StrCat(database_options.path, ": ", s.message()));
  }
  return store;
}

absl::Status Store::Prepare() {
  return database_->WriteAndWait([this](sql::Connection& connection) -> absl::Status {
    if (absl::Status s = NoteVersion(connection); !s.ok()) return s;
    NumberKinds(connection);
    LoadTokenKey(connection);
    const Cause cause = {"lotse", "", ""};
    Tx tx = MakeTx(connection, &cause);
    return TakeFormerResources(tx);
  });
}

// What a later version stored this one may not know, also where no schema file tells.
absl::Status Store::NoteVersion(sql::Connection& connection) const {
  const std::string noted = GetSetting(connection, kVersion);
  if (noted == version_) return absl::OkStatus();
  if (!noted.empty()) {
    if (types::IsLaterVersion(noted, version_)) {
      return absl::FailedPreconditionError(absl::StrCat("was written by a newer version of Lotse (",
                                                        noted, "); start that version"));
    }
    connection.Prepare("DeleteSetting").Bind(1, kVersion).Run();
  }
  connection.Prepare("InsertSetting").Bind(1, kVersion).BindBytes(2, version_).Run();
  return absl::OkStatus();
}

void Store::NumberKinds(sql::Connection& connection) {
  std::map<std::string, int64_t> known;
  int64_t last = 0;
  {
    sql::Query query = connection.Prepare("Kinds");
    while (query.Next()) {
      last = query.Number(0);
      known[query.Text(1)] = last;
    }
  }
  for (const auto& kind : schema_->kinds()) {
    const auto [it, is_new] = known.try_emplace(kind->type, last + 1);
    if (is_new) connection.Prepare("InsertKind").Bind(1, ++last).Bind(2, kind->type).Run();
    kind->number = static_cast<int32_t>(it->second);
  }
}

void Store::LoadTokenKey(sql::Connection& connection) {
  std::string secret = GetSetting(connection, kTokenKey);
  if (secret.empty()) {
    secret = history::NewSalt() + history::NewSalt();
    connection.Prepare("InsertSetting").Bind(1, kTokenKey).BindBytes(2, secret).Run();
  }
  std::array<uint8_t, 32> bytes;
  std::copy_n(secret.begin(), bytes.size(), bytes.begin());
  token_key_ = std::make_unique<rpc::TokenKey>(bytes);
}

// Version 0.1.0 kept resources without scopes, indexes and log. In the order of
// their names what is referred to comes before what refers.
absl::Status Store::TakeFormerResources(Tx& tx) {
  struct Former {
    std::string message, content;
    int64_t revision;
  };
  std::vector<Former> all;
  {
    sql::Query query = tx.connection().Prepare("FormerResources");
    while (query.Next()) all.push_back({query.Text(0), query.Text(2), query.Number(3)});
  }
  for (const Former& former : all) {
    const auto* descriptor =
        google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(former.message);
    const Kind* kind = descriptor == nullptr ? nullptr : schema_->KindOf(descriptor);
    if (kind == nullptr) {
      return absl::FailedPreconditionError(
          absl::StrCat("holds resources of the unknown kind ", former.message));
    }
    const std::unique_ptr<google::protobuf::Message> resource(kind->prototype->New());
    if (absl::Status s = ParseStored(*kind, former.content, former.revision, resource.get());
        !s.ok()) {
      return absl::DataLossError(s.message());
    }
    if (absl::Status s = tx.Import(former.revision, resource.get()); !s.ok()) {
      return absl::DataLossError(s.message());
    }
  }
  if (!all.empty()) tx.connection().Prepare("ForgetFormerResources").Run();
  return absl::OkStatus();
}

Tx Store::MakeTx(sql::Connection& connection, const Cause* cause) const {
  return Tx(&connection, schema_.get(), token_key_.get(), cause, clock_());
}

absl::Status Store::Read(const sql::Patience& patience, absl::FunctionRef<absl::Status(Tx&)> work) {
  return database_->Read(patience, [&](sql::Connection& connection) {
    Tx tx = MakeTx(connection, nullptr);
    return work(tx);
  });
}

void Store::AddCommitListener(std::function<void()> listener) {
  commit_listeners_.push_back(std::move(listener));
  database_->SetCommitListener([this] {
    for (const auto& told : commit_listeners_) told();
  });
}

// [turn]
template <class Result>
Result Store::WriteAs(const Cause& cause, std::optional<absl::StatusOr<Cause>>* decided,
                      sql::Connection& connection, absl::FunctionRef<Result(Tx&)> work) const {
  if (!decided->has_value()) *decided = cause.renew ? cause.renew() : cause;
  const absl::StatusOr<Cause>& now = **decided;
  if (!now.ok()) return now.status();
  Tx tx = MakeTx(connection, &*now);
  return work(tx);
}
// [/turn]

void Store::Write(sql::Patience patience, Cause cause, WriteWork work, Done done) {
  database_->Write(
      std::move(patience),
      [this, cause = std::move(cause), work = std::move(work),
       decided = std::optional<absl::StatusOr<Cause>>()](sql::Connection& connection) mutable {
        return WriteAs<absl::StatusOr<Fate>>(cause, &decided, connection, work);
      },
      std::move(done));
}

absl::Status Store::WriteAndWait(const Cause& cause, absl::FunctionRef<absl::Status(Tx&)> work) {
  std::optional<absl::StatusOr<Cause>> decided;
  return database_->WriteAndWait([&](sql::Connection& connection) {
    return WriteAs<absl::Status>(cause, &decided, connection, work);
  });
}

}  // namespace lotse::resource
