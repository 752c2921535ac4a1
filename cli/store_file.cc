#include "cli/store_file.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "cli/catalog.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/text.h"
#include "cli/wave_files.h"
#include "runtime/resource/store.h"
#include "runtime/schema/address.h"
#include "sql/cli_store_queries.h"

namespace lotse::cli {
namespace {

constexpr absl::string_view kDaemons[] = {"engagement", "survey", "reporting"};

// The services of a daemon by their full names: its own, and those that all have.
std::vector<std::string> ServicesOf(absl::string_view daemon) {
  std::vector<std::string> services;
  for (const auto* method : AllMethods()) {
    const std::string& name = method->service()->full_name();
    const bool here = DaemonOf(*method) == daemon || DaemonOf(*method).empty();
    if (here && (services.empty() || services.back() != name)) services.push_back(name);
  }
  return services;
}

bool IsFile(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

}  // namespace

absl::StatusOr<std::vector<std::string>> DatabasesIn(const std::string& folder) {
  std::vector<std::string> files;
  for (const absl::string_view daemon : kDaemons) {
    const std::string file = absl::StrCat(daemon, ".db");
    if (IsFile(absl::StrCat(folder, "/", file))) files.push_back(file);
  }
  const bool daemon = !files.empty();
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::string file = entry.path().filename().string();
    // The keys may lie in a folder of their own.
    const bool here = daemon ? IsWaveFile(file) || IsPersonalFile(file) : IsKeysFile(file);
    if (here && IsFile(entry.path().string())) files.push_back(file);
  }
  if (files.empty()) {
    return FileError(
        absl::StrCat(folder,
                     ": no data of a daemon there; give the folder with engagement.db, "
                     "survey.db or reporting.db, or that of the keys of surveys"),
        absl::StatusCode::kNotFound);
  }
  if (IsFile(folder + "/answers.db")) files.push_back("answers.db");
  std::sort(files.begin(), files.end());
  return files;
}

absl::Status FromStore(const absl::Status& status) {
  if (status.ok()) return status;
  if (absl::IsDataLoss(status)) return DamageError(status.message());
  return FileError(status.message(), status.code());
}

absl::Status GuardFile(const std::string& path, absl::FunctionRef<absl::Status()> work) {
  try {
    return work();
  } catch (const SQLite::Exception& fault) {
    const int code = fault.getErrorCode() & 0xFF;
    const std::string what = absl::StrCat(path, ": ", fault.what());
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return DamageError(what);
    if (code != SQLITE_ERROR) return FileError(what, absl::StatusCode::kUnavailable);
    return FileError(absl::StrCat(what,
                                  " (the store has another form than that of this version; "
                                  "start its daemon once)"));
  }
}

absl::StatusOr<std::unique_ptr<StoreFile>> StoreFile::Open(const std::string& folder) {
  const absl::StatusOr<std::vector<std::string>> files = DatabasesIn(folder);
  if (!files.ok()) return files.status();
  std::unique_ptr<StoreFile> store(new StoreFile());
  const auto of_a_daemon = [](const std::string& file) {
    return absl::c_linear_search(kDaemons, absl::StripSuffix(file, ".db"));
  };
  const auto found = std::find_if(files->begin(), files->end(), of_a_daemon);
  if (found == files->end()) {
    return FileError(absl::StrCat(folder, ": no data of a daemon there, only keys of surveys"),
                     absl::StatusCode::kNotFound);
  }
  store->file_ = *found;
  store->path_ = absl::StrCat(folder, "/", store->file_);
  auto schema = schema::Schema::Compile(ServicesOf(absl::StripSuffix(store->file_, ".db")));
  if (!schema.ok()) return schema.status();
  store->schema_ = *std::move(schema);
  std::vector<sql::EmbeddedFile> queries = resource::StoreStatements();
  queries.push_back(cli_store_queries[0]);
  store->statements_ = std::make_unique<sql::Statements>(queries);
  absl::Status opened = GuardFile(store->path_, [&] {
    store->connection_ = std::make_unique<sql::Connection>(store->path_, SQLite::OPEN_READONLY,
                                                           store->statements_.get(), "");
    return absl::OkStatus();
  });
  if (!opened.ok()) return opened;
  return store;
}

absl::Status StoreFile::Read(absl::FunctionRef<absl::Status(sql::Connection&)> work) {
  return GuardFile(path_, [&] {
    // A statement that has not come to its end holds the state that it began with.
    sql::Query state = connection_->Prepare("OperatorState");
    state.Next();
    return work(*connection_);
  });
}

absl::StatusOr<std::map<int64_t, const schema::Kind*>> StoreFile::Kinds() {
  std::map<int64_t, const schema::Kind*> kinds;
  sql::Query query = connection_->Prepare("Kinds");
  while (query.Next()) {
    const schema::Kind* kind = schema_->KindOfType(query.View(1));
    if (kind == nullptr) {
      return DataError(absl::StrCat("the store holds resources of type ", query.View(1),
                                    ", which this version of lotse does not know"));
    }
    kinds[query.Number(0)] = kind;
  }
  return kinds;
}

absl::Status StoreFile::ForEach(const schema::Kind* kind,
                                absl::FunctionRef<absl::Status(StoredResource)> take) {
  const auto kinds = Kinds();
  if (!kinds.ok()) return kinds.status();
  sql::Query query = connection_->Prepare("OperatorResources");
  while (query.Next()) {
    StoredResource stored;
    stored.name = schema::FullName(query.View(1), query.View(2));
    stored.kind_number = query.Number(0);
    const auto found = kinds->find(stored.kind_number);
    if (found == kinds->end()) {
      return DamageError(absl::StrCat(stored.name, " is of a kind that the store does not have"));
    }
    stored.kind = found->second;
    if (kind != nullptr && kind != stored.kind) continue;
    stored.content = query.Text(3);
    stored.revision = query.Number(4);
    stored.deleted = query.Number(5);
    stored.message.reset(stored.kind->prototype->New());
    const absl::Status parsed =
        resource::ParseStored(*stored.kind, stored.content, stored.revision, stored.message.get());
    if (!parsed.ok()) return DamageError(absl::StrCat(stored.name, " cannot be read"));
    if (absl::Status s = take(std::move(stored)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<const schema::Kind*> StoreFile::KindOfType(absl::string_view type) const {
  if (type.empty()) return nullptr;
  std::vector<std::string> types;
  for (const auto& kind : schema_->kinds()) {
    if (kind->type == type || absl::EndsWith(kind->type, absl::StrCat("/", type))) {
      return kind.get();
    }
    types.push_back(kind->type.substr(kind->type.find('/') + 1));
  }
  return UsageError(absl::StrCat(file_, " has no kind '", type, "'", DidYouMean(type, types)));
}

std::vector<std::pair<std::string, std::string>> JsonFields(
    const google::protobuf::Message& message) {
  std::vector<std::pair<std::string, std::string>> fields;
  std::vector<const google::protobuf::FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  const std::unique_ptr<google::protobuf::Message> only(message.New());
  for (const auto* field : set) {
    only->CopyFrom(message);
    for (const auto* other : set) {
      if (other != field) only->GetReflection()->ClearField(only.get(), other);
    }
    // `{"name":VALUE}` and a line end.
    const std::string json = MessageJson(*only, false);
    const size_t before = field->json_name().size() + 4;
    fields.emplace_back(field->json_name(), json.substr(before, json.size() - before - 2));
  }
  return fields;
}

}  // namespace lotse::cli
