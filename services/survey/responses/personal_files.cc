#include "services/survey/responses/personal_files.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/engine/file_rules.h"
#include "services/survey/engine/response_row.h"
#include "services/survey/responses/wave_pair.h"

namespace lotse::survey {
namespace {

using sql::Connection;
using Hashes = absl::flat_hash_set<std::string>;

// Adds the hashes of the files that a row names; false if it is damaged.
bool AddNamed(const CompiledInstrument& instrument, absl::string_view row, Hashes* named) {
  const auto answers = DecodeResponseRow(instrument, row);
  if (!answers.has_value()) return false;
  for (const v1alpha::Answer& answer : *answers) {
    if (answer.has_file()) named->insert(answer.file().sha256());
  }
  return true;
}

// The hashes of all files that are named of a person; nullopt if a row is damaged.
std::optional<Hashes> NamedOf(Connection& connection, const CompiledInstrument& instrument,
                              absl::string_view pseudonym) {
  Hashes named;
  const auto held = FindRow(connection, Which{.pseudonym = std::string(pseudonym)});
  if (!held.has_value() || held->state == HeldResponse::State::kWithdrawn) return named;
  if (!AddNamed(instrument, held->row, &named)) return std::nullopt;
  for (const FormerVersion& former : held->former) {
    if (!AddNamed(instrument, former.row, &named)) return std::nullopt;
  }
  return named;
}

Hashes StoredOf(Connection& connection, absl::string_view pseudonym) {
  Hashes stored;
  sql::Query query = connection.Prepare("FilesOf");
  query.Bind(1, pseudonym);
  while (query.Next()) stored.insert(absl::BytesToHexString(query.View(0)));
  return stored;
}

}  // namespace

absl::Status FindFiles(Connection& connection, const std::optional<Person>& person,
                       const CompiledInstrument& instrument, const std::vector<HandedInFile>& files,
                       Answers* answers) {
  ViolationList violations;
  for (v1alpha::Answer& answer : *answers) {
    if (!answer.has_file() || answer.file().size_bytes() != 0) continue;
    const auto file = std::find_if(files.begin(), files.end(), [&](const HandedInFile& each) {
      return each.code == answer.code();
    });
    const std::string path = absl::StrCat("answers[", file->index, "].file.sha256");
    std::optional<std::string> content;
    if (person.has_value() && RowOf(connection, *person).has_value()) {
      content = FileContent(connection, person->pseudonym, file->sha256);
    }
    if (!content.has_value()) {
      violations.Add(path, "no file with this hash is stored of this response; give its `data`");
      continue;
    }
    const Variable& variable = instrument.variables()[*instrument.Position(answer.code())];
    if (CheckFileContent(variable, answer.file().media_type(), *content, path, &violations)) {
      answer.mutable_file()->set_size_bytes(static_cast<int>(content->size()));
    }
  }
  return rpc::InvalidFields(std::move(violations).Take());
}

absl::StatusOr<bool> KeepFiles(Connection& connection, const CompiledInstrument& instrument,
                               absl::string_view pseudonym, const std::vector<HandedInFile>& came) {
  if (!instrument.TakesFiles()) return false;
  const auto named = NamedOf(connection, instrument, pseudonym);
  if (!named.has_value()) return DamagedResponse();
  for (const HandedInFile& file : came) {
    if (file.content.empty() || !named->contains(file.sha256)) continue;
    connection.Prepare("KeepFile")
        .Bind(1, pseudonym)
        .BindBytes(2, absl::HexStringToBytes(file.sha256))
        .BindBytes(3, file.content)
        .Run();
  }
  bool deleted = false;
  for (const std::string& hash : StoredOf(connection, pseudonym)) {
    if (named->contains(hash)) continue;
    connection.Prepare("RemoveFile")
        .Bind(1, pseudonym)
        .BindBytes(2, absl::HexStringToBytes(hash))
        .Run();
    deleted = true;
  }
  return deleted;
}

void RemoveFiles(Connection& connection, absl::string_view pseudonym) {
  connection.Prepare("RemoveFiles").Bind(1, pseudonym).Run();
}

std::optional<std::string> FileContent(Connection& connection, absl::string_view pseudonym,
                                       absl::string_view sha256) {
  sql::Query query = connection.Prepare("FileContent");
  query.Bind(1, pseudonym).BindBytes(2, absl::HexStringToBytes(sha256));
  if (!query.Next()) return std::nullopt;
  return query.Text(0);
}

int64_t CountFiles(Connection& connection) {
  sql::Query query = connection.Prepare("CountFiles");
  return query.Next() ? query.Number(0) : 0;
}

}  // namespace lotse::survey
