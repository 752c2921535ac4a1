// lotse store verify: whether what is stored is whole.
#include "cli/store_verify.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/commands.h"
#include "cli/failure.h"
#include "cli/json.h"
#include "cli/store_file.h"
#include "cli/wave_files.h"
#include "lotse/type/v1alpha/blob.pb.h"
#include "runtime/history/change_log.h"
#include "runtime/resource/tx.h"
#include "runtime/schema/address.h"
#include "runtime/schema/fields.h"
#include "runtime/sql/maintenance.h"
#include "runtime/types/sha256.h"

namespace lotse::cli {
namespace {

// Faults that are listed; the others are counted.
constexpr size_t kMaxListed = 100;

// Adds faults to what was found.
class Findings {
 public:
  explicit Findings(Verification* found) : found_(*found) {}

  void Add(absl::string_view where, absl::string_view what) {
    if (found_.faults.size() == kMaxListed) {
      ++found_.more_faults;
    } else {
      found_.faults.push_back({std::string(where), std::string(what)});
    }
  }

 private:
  Verification& found_;
};

// What is written beside a resource: rows of the index, and links from it; see
// runtime/resource/relations.cc. Looks each up rather than keeping them: there may be
// more than memory holds.
class Relations {
 public:
  // All outlive it; inside StoreFile::Read.
  Relations(const StoreFile& store, sql::Connection* connection,
            const std::map<int64_t, const schema::Kind*>& kinds, Findings* findings)
      : schema_(store.schema()), connection_(*connection), kinds_(kinds), findings_(*findings) {
    for (const auto& [number, kind] : kinds) numbers_[kind] = number;
  }

  // Adds what a resource should have and has not.
  void Check(const StoredResource& stored) {
    CheckIndex(stored);
    CheckLinks(stored);
  }

  // Adds what is there though no resource that was checked has it.
  void CheckRest() {
    if (Count("OperatorIndexCount") != index_rows_) FindSpareIndexRows();
    if (Count("OperatorLinkCount") != links_) FindSpareLinks();
  }

 private:
  void CheckIndex(const StoredResource& stored);
  void CheckLinks(const StoredResource& stored);
  void FindSpareIndexRows();
  void FindSpareLinks();

  int64_t Count(absl::string_view statement) {
    sql::Query query = connection_.Prepare(statement);
    query.Next();
    return query.Number(0);
  }
  // Null if there is none, or none that can be read.
  std::unique_ptr<google::protobuf::Message> Load(int64_t kind, absl::string_view name,
                                                  int64_t* deleted);
  // The references that have a link.
  std::vector<schema::Reference> LinkedBy(const google::protobuf::Message& message) const;

  const schema::Schema& schema_;
  sql::Connection& connection_;
  const std::map<int64_t, const schema::Kind*>& kinds_;
  std::map<const schema::Kind*, int64_t> numbers_;
  Findings& findings_;
  // Those that were found as they should be.
  int64_t index_rows_ = 0;
  int64_t links_ = 0;
};

void Relations::CheckIndex(const StoredResource& stored) {
  const schema::Address address = schema::AddressOf(stored.name);
  for (const auto& [rule, value] : schema::IndexRowsOf(*stored.kind, *stored.message)) {
    sql::Query row = connection_.Prepare("OperatorIndexRow");
    row.Bind(1, address.scope)
        .Bind(2, stored.kind_number)
        .Bind(3, int64_t{rule->field->number()})
        .Bind(4, value)
        .Bind(5, address.local);
    const bool only_one = rule->index == type::v1alpha::INDEX_UNIQUE && !value.empty();
    if (!row.Next()) {
      findings_.Add(stored.name, absl::StrCat("is not in the index of ", rule->field->name()));
      continue;
    }
    ++index_rows_;
    if (row.Number(0) != int64_t{only_one}) {
      findings_.Add(stored.name, absl::StrCat("is in the index of ", rule->field->name(),
                                              only_one ? " as if others might have its value"
                                                       : " as if no other might have its value"));
    }
  }
}

void Relations::CheckLinks(const StoredResource& stored) {
  if (stored.deleted != 0) return;
  for (const schema::Reference& reference : LinkedBy(*stored.message)) {
    const schema::Address target = schema::AddressOf(reference.target);
    sql::Query row = connection_.Prepare("OperatorLink");
    row.Bind(1, target.scope).Bind(2, target.local).Bind(3, stored.name).Bind(4, reference.field);
    const bool found = row.Next();
    if (found) ++links_;
    if (!found || row.Number(0) != stored.kind_number) {
      findings_.Add(stored.name, absl::StrCat("has no link to ", reference.target, ", which its ",
                                              reference.field, " names"));
    }
  }
}

void Relations::FindSpareIndexRows() {
  sql::Query rows = connection_.Prepare("OperatorIndex");
  while (rows.Next()) {
    const std::string name = schema::FullName(rows.View(0), rows.View(4));
    int64_t deleted = 0;
    const auto message = Load(rows.Number(1), name, &deleted);
    if (message == nullptr) {
      findings_.Add(name, "is in the index, but not stored");
      continue;
    }
    const auto wanted = schema::IndexRowsOf(*kinds_.at(rows.Number(1)), *message);
    const bool right = std::any_of(wanted.begin(), wanted.end(), [&](const auto& row) {
      return row.first->field->number() == rows.Number(2) && row.second == rows.View(3);
    });
    if (!right) findings_.Add(name, "is in the index with a value that it does not have");
  }
}

void Relations::FindSpareLinks() {
  sql::Query rows = connection_.Prepare("OperatorLinks");
  while (rows.Next()) {
    const std::string target = schema::FullName(rows.View(0), rows.View(1));
    const std::string source = rows.Text(2);
    const auto kind = numbers_.find(schema_.KindOfName(source));
    int64_t deleted = 0;
    const auto message = kind == numbers_.end() ? nullptr : Load(kind->second, source, &deleted);
    const auto wanted =
        message == nullptr || deleted != 0 ? std::vector<schema::Reference>() : LinkedBy(*message);
    const bool right = std::any_of(wanted.begin(), wanted.end(), [&](const auto& reference) {
      return reference.target == target && reference.field == rows.View(3);
    });
    if (!right) findings_.Add(source, absl::StrCat("has a link to ", target, " for no reason"));
  }
}

std::unique_ptr<google::protobuf::Message> Relations::Load(int64_t kind, absl::string_view name,
                                                           int64_t* deleted) {
  const auto known = kinds_.find(kind);
  if (known == kinds_.end()) return nullptr;
  const schema::Address address = schema::AddressOf(name);
  sql::Query row = connection_.Prepare("GetResource");
  row.Bind(1, address.scope).Bind(2, kind).Bind(3, address.local);
  if (!row.Next()) return nullptr;
  std::unique_ptr<google::protobuf::Message> message(known->second->prototype->New());
  *deleted = row.Number(2);
  const absl::Status read =
      resource::ParseStored(*known->second, row.View(0), row.Number(1), message.get());
  return read.ok() ? std::move(message) : nullptr;
}

std::vector<schema::Reference> Relations::LinkedBy(const google::protobuf::Message& message) const {
  const schema::Kind* kind = schema_.KindOf(message.GetDescriptor());
  std::vector<schema::Reference> all = schema::ReferencesOf(*kind->rule, message);
  // What other services keep has no links here.
  const auto elsewhere = [&](const schema::Reference& reference) {
    return numbers_.count(schema_.KindOfType(reference.rule->reference)) == 0;
  };
  all.erase(std::remove_if(all.begin(), all.end(), elsewhere), all.end());
  return all;
}

// Adds what a row says otherwise than name and content. False if it is of another
// kind: then nothing else can be said of it.
bool CheckRow(const StoreFile& store, const StoredResource& stored, Findings* findings) {
  if (store.schema().KindOfName(stored.name) != stored.kind) {
    findings->Add(stored.name, absl::StrCat("is stored as ", stored.kind->type,
                                            ", which its name does not say"));
    return false;
  }
  const auto* reflection = stored.message->GetReflection();
  if (reflection->GetString(*stored.message, stored.kind->name) != stored.name) {
    findings->Add(stored.name, "is stored under a name that is not its own");
  }
  const bool deleted = stored.kind->delete_time != nullptr &&
                       reflection->HasField(*stored.message, stored.kind->delete_time);
  if (stored.deleted != int64_t{deleted}) {
    findings->Add(stored.name, absl::StrCat("is stored with deleted = ", stored.deleted,
                                            ", but has ", deleted ? "a" : "no", " delete_time"));
  }
  return true;
}

// Whether what a file holds is what it was stored with.
void CheckFile(const StoredResource& stored, sql::Connection& connection, Findings* findings) {
  if (stored.message->GetDescriptor() != type::v1alpha::Blob::descriptor()) return;
  const auto& blob = static_cast<const type::v1alpha::Blob&>(*stored.message);
  const schema::Address address = schema::AddressOf(stored.name);
  std::string content;
  while (true) {
    sql::Query piece = connection.Prepare("GetBlobPiece");
    piece.Bind(1, address.scope)
        .Bind(2, address.local)
        .Bind(3, static_cast<int64_t>(content.size()));
    if (!piece.Next() || piece.Number(0) != static_cast<int64_t>(content.size())) break;
    absl::StrAppend(&content, piece.View(1));
  }
  if (static_cast<int64_t>(content.size()) != blob.size_bytes() ||
      types::Sha256Hex(content) != blob.sha256()) {
    findings->Add(stored.name, "holds another content than it was stored with");
  }
}

absl::Status CheckResources(StoreFile& store, Verification* found, Findings* findings) {
  return store.Read([&](sql::Connection& connection) -> absl::Status {
    int64_t entries = 0;
    int64_t resources = 0;
    const absl::Status logs = history::VerifyAllLogs(connection, &entries);
    if (!logs.ok()) {
      for (const absl::string_view line : absl::StrSplit(logs.message(), '\n')) {
        findings->Add(store.file(), line);
      }
    }
    const auto kinds = store.Kinds();
    if (!kinds.ok()) return kinds.status();
    Relations relations(store, &connection, *kinds, findings);
    absl::Status read = store.ForEach(nullptr, [&](StoredResource stored) {
      ++resources;
      if (CheckRow(store, stored, findings)) relations.Check(stored);
      CheckFile(stored, connection, findings);
      return absl::OkStatus();
    });
    if (!read.ok()) return read;
    relations.CheckRest();
    found->store_file = store.file();
    found->resources = resources;
    found->entries = entries;
    found->heads = history::Summarize(connection).sha256;
    return absl::OkStatus();
  });
}

// Whether a file of a wave or study is what its name says, and the two of an anonymous wave belong
// together.
absl::Status CheckWave(const std::string& folder, const std::string& file, Findings* findings) {
  if (!IsWaveFile(file) && !IsPersonalFile(file)) return absl::OkStatus();
  const std::string path = absl::StrCat(folder, "/", file);
  return GuardFile(path, [&]() -> absl::Status {
    if (IsPersonalFile(file)) {
      if (const auto fault = FaultOfPersonal(path)) findings->Add(file, *fault);
      return absl::OkStatus();
    }
    if (!IsWaveAnswers(file)) {
      const std::string answers = AnswersOf(path);
      if (!std::filesystem::exists(answers)) {
        findings->Add(file, "is without the file of answers that belongs to it");
      }
      return absl::OkStatus();
    }
    if (const auto fault = FaultOfWave(path)) findings->Add(file, *fault);
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<Verification> VerifyFolder(const std::string& folder) {
  auto files = DatabasesIn(folder);
  if (!files.ok()) return files.status();
  Verification found;
  found.folder = folder;
  found.files = *std::move(files);
  Findings findings(&found);
  for (const std::string& file : found.files) {
    const absl::Status whole = sql::CheckIntegrity(absl::StrCat(folder, "/", file));
    if (!whole.ok() && !absl::IsDataLoss(whole)) return FromStore(whole);
    if (whole.ok()) {
      found.whole_files.push_back(file);
    } else {
      findings.Add(file, whole.message());
    }
  }
  // What is read from damaged pages says nothing.
  if (!found.faults.empty()) return found;
  for (const std::string& file : found.files) {
    if (absl::Status s = CheckWave(folder, file, &findings); !s.ok()) return s;
  }
  if (absl::c_all_of(found.files, IsKeysFile)) return found;
  const auto store = StoreFile::Open(folder);
  if (!store.ok()) return store.status();
  const absl::Status checked = CheckResources(**store, &found, &findings);
  if (absl::IsFailedPrecondition(checked)) {
    found.other_form = checked;
    return found;
  }
  if (!checked.ok() && ExitCodeOf(checked) != ExitCode::kData) return checked;
  if (!checked.ok()) findings.Add((*store)->file(), checked.message());
  return found;
}

void PrintVerification(const Verification& found, bool json, std::ostream& out) {
  const bool read = !found.store_file.empty();
  if (!json) {
    for (const std::string& file : found.whole_files) out << file << ": every page is whole\n";
    if (read) {
      out << found.store_file << ": " << found.resources << " resources, " << found.entries
          << " entries of the change logs, heads " << found.heads << "\n";
    }
    if (!found.other_form.ok()) {
      out << "not looked into: " << found.other_form.message() << "\n";
    }
    return;
  }
  std::vector<std::string> faults;
  for (const Problem& fault : found.faults) {
    faults.push_back(JsonObject().Add("where", fault.where).Add("what", fault.what).str());
  }
  JsonObject object;
  object.Add("folder", found.folder).AddRaw("files", JsonStrings(found.files));
  if (read) {
    object.Add("resources", found.resources)
        .Add("entries", found.entries)
        .Add("heads", found.heads);
  }
  object.AddRaw("faults", absl::StrCat("[", absl::StrJoin(faults, ","), "]"))
      .Add("moreFaults", static_cast<int64_t>(found.more_faults));
  out << object.str() << "\n";
}

absl::Status FaultsOf(const Verification& found) {
  if (found.faults.empty()) return absl::OkStatus();
  const size_t count = found.faults.size() + found.more_faults;
  return DamageError(absl::StrCat(found.folder, " has ", count, count == 1 ? " fault" : " faults",
                                  found.more_faults > 0 ? ", the first of which are" : ""),
                     found.faults);
}

absl::Status RunStoreVerify(const Invocation& invocation) {
  const std::string folder = invocation.args.Get("data");
  if (folder.empty()) return UsageError("which data? Give --data=DIR");
  const absl::StatusOr<Verification> found = VerifyFolder(folder);
  if (!found.ok()) return found.status();
  if (!found->other_form.ok()) return found->other_form;
  PrintVerification(*found, invocation.settings.json, invocation.environment.out);
  return FaultsOf(*found);
}

}  // namespace lotse::cli
