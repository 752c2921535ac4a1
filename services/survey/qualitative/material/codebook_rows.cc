#include "services/survey/qualitative/material/codebook_rows.h"

#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/survey/qualitative/material/coding_rows.h"
#include "services/survey/qualitative/material/foreign_rows.h"

namespace lotse::survey::qualitative {

using sql::Connection;

namespace {

// The whole name of a codebook of the study that the material is of.
std::string CodebookName(Connection& connection, absl::string_view codebook_id) {
  return absl::StrCat(StudyOf(connection), "/codebooks/", codebook_id);
}

}  // namespace

absl::Status AddCodebook(Connection& connection, absl::string_view codebook_id,
                         absl::string_view content) {
  if (FindCodebook(connection, codebook_id).has_value()) {
    return rpc::Error(type::v1alpha::ERROR_REASON_RESOURCE_EXISTS,
                      "there is a codebook with this id; choose another id",
                      {{"resource", CodebookName(connection, codebook_id)}});
  }
  connection.Prepare("AddCodebook").Bind(1, codebook_id).BindBytes(2, content).Run();
  return absl::OkStatus();
}

std::optional<StoredCodebook> FindCodebook(Connection& connection, absl::string_view codebook_id) {
  sql::Query query = connection.Prepare("Codebook");
  query.Bind(1, codebook_id);
  if (!query.Next()) return std::nullopt;
  return StoredCodebook{query.Number(0), query.Text(1)};
}

std::vector<NamedCodebook> AllCodebooks(Connection& connection) {
  std::vector<NamedCodebook> codebooks;
  sql::Query query = connection.Prepare("Codebooks");
  while (query.Next()) {
    codebooks.push_back({query.Text(0), {query.Number(1), query.Text(2)}});
  }
  return codebooks;
}

absl::StatusOr<int64_t> ChangeCodebook(Connection& connection, absl::string_view codebook_id,
                                       int64_t revision, absl::string_view content,
                                       absl::string_view change) {
  const auto stored = FindCodebook(connection, codebook_id);
  const std::string name = CodebookName(connection, codebook_id);
  if (!stored.has_value()) return rpc::NotFound(name);
  if (stored->revision != revision) {
    return rpc::Error(type::v1alpha::ERROR_REASON_ETAG_MISMATCH,
                      absl::StrCat(name, " is at revision ", stored->revision,
                                   "; read it again and decide again"),
                      {{"resource", name}});
  }
  connection.Prepare("ChangeCodebook").Bind(1, codebook_id).BindBytes(2, content).Run();
  connection.Prepare("KeepCodebookChange")
      .Bind(1, codebook_id)
      .Bind(2, revision + 1)
      .BindBytes(3, change)
      .Run();
  return revision + 1;
}

std::vector<StoredCodebookChange> ChangesBehind(Connection& connection,
                                                absl::string_view codebook_id, int64_t revision,
                                                int most) {
  std::vector<StoredCodebookChange> changes;
  sql::Query query = connection.Prepare("CodebookChangesBehind");
  query.Bind(1, codebook_id).Bind(2, revision).Bind(3, int64_t{most});
  while (query.Next()) changes.push_back({query.Number(0), query.Text(1)});
  return changes;
}

absl::Status EraseInCodebookChange(Connection& connection, absl::string_view codebook_id,
                                   int64_t revision,
                                   absl::FunctionRef<std::string(absl::string_view)> erase) {
  std::string left;
  {
    sql::Query query = connection.Prepare("CodebookChange");
    query.Bind(1, codebook_id).Bind(2, revision);
    if (!query.Next()) return rpc::NotFound(CodebookName(connection, codebook_id));
    left = erase(query.View(0));
  }
  connection.Prepare("OverwriteCodebookChange")
      .Bind(1, codebook_id)
      .Bind(2, revision)
      .BindBytes(3, left)
      .Run();
  return absl::OkStatus();
}

bool RemoveCodebook(Connection& connection, absl::string_view codebook_id) {
  RemoveMemosOf(connection, CodebookName(connection, codebook_id));
  LoseForeignTo(connection, ForeignPlace::Kind::kCodebook, codebook_id);
  LoseForeignTo(connection, ForeignPlace::Kind::kCode, codebook_id);
  connection.Prepare("RemoveCodebookChanges").Bind(1, codebook_id).Run();
  return connection.Prepare("RemoveCodebook").Bind(1, codebook_id).Run() > 0;
}

}  // namespace lotse::survey::qualitative
