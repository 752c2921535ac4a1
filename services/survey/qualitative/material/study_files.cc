#include "services/survey/qualitative/material/study_files.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "absl/strings/str_cat.h"
#include "runtime/types/sha256.h"
#include "sql/study_material_schema.h"
#include "sql/study_names_schema.h"
#include "sql/study_queries.h"

namespace lotse::survey::qualitative {
namespace {

using sql::Connection;
using sql::Database;

// Connections that read what was said.
constexpr int kReaders = 2;

const sql::Statements& StudyStatements() {
  static const auto* statements = new sql::Statements(study_queries);
  return *statements;
}

// What a file says of itself.
struct Identity {
  std::string study;      // Empty if it is new.
  bool complete = false;  // Whether both files had their names.
};

absl::StatusOr<Identity> IdentityOf(Database& database, absl::string_view statement) {
  Identity identity;
  const absl::Status read = database.Read({}, [&](Connection& connection) {
    sql::Query query = connection.Prepare(statement);
    if (query.Next()) identity = {query.Text(0), query.Number(1) != 0};
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  return identity;
}

absl::Status SetName(Database& database, absl::string_view statement, const std::string& name) {
  return database.WriteAndWait([&](Connection& connection) {
    connection.Prepare(statement).Bind(1, name).Run();
    return absl::OkStatus();
  });
}

absl::Status Lost(const std::string& study, absl::string_view what) {
  return absl::DataLossError(absl::StrCat(study, ": the file of its ", what, " is lost"));
}

}  // namespace

StudyFiles::Paths StudyFiles::PathsOf(const StudyFolders& folders, absl::string_view study) {
  const std::string stem = absl::StrCat("/study-", types::Sha256Hex(study).substr(0, 32));
  return {absl::StrCat(folders.material, stem, "-material.db"),
          absl::StrCat(folders.names, stem, "-names.db")};
}

bool StudyFiles::IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

absl::StatusOr<std::unique_ptr<StudyFiles>> StudyFiles::Open(const StudyFolders& folders,
                                                             const std::string& study,
                                                             const sql::WriteLimits& writes,
                                                             std::shared_ptr<KeptMaterial> kept) {
  if (kept == nullptr) kept = std::make_shared<KeptMaterial>();
  std::unique_ptr<StudyFiles> opened(new StudyFiles(study, std::move(kept)));
  if (absl::Status s = opened->OpenFiles(folders, writes); !s.ok()) return s;
  if (absl::Status s = opened->Identify(); !s.ok()) return s;
  return opened;
}

StudyFiles::~StudyFiles() { kept_->Drop(study_); }

absl::Status StudyFiles::OpenFiles(const StudyFolders& folders, const sql::WriteLimits& writes) {
  const Paths paths = PathsOf(folders, study_);
  if (!IsThere(paths.material)) {
    if (absl::Status s = OpenNames(paths.names, writes); !s.ok()) return s;
    const auto names = IdentityOf(*names_, "NamesName");
    if (!names.ok()) return names.status();
    if (names->complete) return Lost(study_, "material");
    return OpenMaterial(paths.material, writes);
  }
  if (absl::Status s = OpenMaterial(paths.material, writes); !s.ok()) return s;
  if (!IsThere(paths.names)) {
    const auto material = IdentityOf(*material_, "MaterialName");
    if (!material.ok()) return material.status();
    if (!material->study.empty()) return Lost(study_, "names");
  }
  return OpenNames(paths.names, writes);
}

absl::Status StudyFiles::OpenMaterial(const std::string& path, const sql::WriteLimits& writes) {
  Database::Options options;
  options.path = path;
  options.migrations = study_material_schema;
  options.statements = &StudyStatements();
  options.readers = kReaders;
  options.writes = writes;
  auto material = Database::Open(options);
  if (!material.ok()) return material.status();
  material_ = *std::move(material);
  return absl::OkStatus();
}

absl::Status StudyFiles::OpenNames(const std::string& path, const sql::WriteLimits& writes) {
  Database::Options options;
  options.path = path;
  options.journal = Database::Journal::kTruncate;
  options.migrations = study_names_schema;
  options.statements = &StudyStatements();
  options.readers = kReaders;
  options.writes = writes;
  auto names = Database::Open(options);
  if (!names.ok()) return names.status();
  names_ = *std::move(names);
  return absl::OkStatus();
}

absl::Status StudyFiles::Identify() {
  const auto material = IdentityOf(*material_, "MaterialName");
  if (!material.ok()) return material.status();
  const auto names = IdentityOf(*names_, "NamesName");
  if (!names.ok()) return names.status();
  for (const std::string& study : {material->study, names->study}) {
    if (!study.empty() && study != study_) {
      return absl::DataLossError(study_ + ": its files are of another");
    }
  }
  const bool has_material = !material->study.empty();
  const bool has_names = !names->study.empty();
  if (has_material && !has_names) return Lost(study_, "names");
  if (!has_material && names->complete) return Lost(study_, "material");
  if (!has_names) {
    if (absl::Status s = SetName(*names_, "NameNames", study_); !s.ok()) return s;
  }
  if (!has_material) {
    if (absl::Status s = SetName(*material_, "NameMaterial", study_); !s.ok()) return s;
  }
  if (names->complete) return absl::OkStatus();
  return names_->WriteAndWait([](Connection& connection) {
    connection.Prepare("NamesHaveMaterial").Run();
    return absl::OkStatus();
  });
}

absl::Status StudyFiles::Read(const sql::Patience& patience, Work work) {
  return material_->Read(patience, work);
}

absl::Status StudyFiles::Add(Work work) { return Change(work); }

absl::Status StudyFiles::Change(Work work) {
  int64_t state = 0;
  const absl::Status changed = material_->WriteAndWait([&](Connection& connection) -> absl::Status {
    state = 0;
    const int64_t before = connection.rows_changed();
    if (absl::Status s = work(connection); !s.ok()) return s;
    if (connection.rows_changed() == before) return absl::OkStatus();
    connection.Prepare("CountChange").Run();
    state = StateOf(connection);
    return absl::OkStatus();
  });
  // Refused, or it was all there already: nothing was changed.
  if (state == 0) return changed;
  absl::MutexLock lock(&mutex_);
  // After a commit that failed the former state goes on, and the next change leads to this number.
  if (changed.ok()) state_ = std::max(state_, state);
  kept_->Drop(study_);
  return changed;
}

int64_t StudyFiles::StateOf(Connection& connection) {
  sql::Query query = connection.Prepare("Changes");
  return query.Next() ? query.Number(0) : 0;
}

// Who reads slowly may come with what was made of a state that is over since.
void StudyFiles::Keep(const std::string& part, int64_t state, KeptMaterial::Ready ready) {
  absl::MutexLock lock(&mutex_);
  if (state >= state_) kept_->Keep(study_, part, state, std::move(ready));
}

absl::Status StudyFiles::Overwrite(Work work) {
  const absl::Status changed = Change(work);
  if (!changed.ok()) return changed;
  {
    absl::MutexLock lock(&mutex_);
    overwritten_ = true;
  }
  return Tidy();
}

absl::Status StudyFiles::ReadNames(const sql::Patience& patience, Work work) {
  return names_->Read(patience, work);
}

absl::Status StudyFiles::ChangeNames(Work work) { return names_->WriteAndWait(work); }

absl::Status StudyFiles::Tidy() {
  // Whoever finds that another does it waits until it is done.
  absl::MutexLock one_at_a_time(&tidying_);
  {
    absl::MutexLock lock(&mutex_);
    if (!overwritten_) return absl::OkStatus();
    overwritten_ = false;
  }
  const absl::Status emptied = material_->EmptyLog();
  if (emptied.ok()) return emptied;
  absl::MutexLock lock(&mutex_);
  overwritten_ = true;
  return emptied;
}

bool StudyFiles::HasToTidy() const {
  absl::MutexLock lock(&mutex_);
  return overwritten_;
}

}  // namespace lotse::survey::qualitative
