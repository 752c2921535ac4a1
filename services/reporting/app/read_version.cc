// What versions say, their files, and in what they differ.
#include "services/reporting/app/read_version.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/document/diff_documents.h"
#include "services/reporting/domain/version_rules.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {
namespace {

using v1alpha::Document;
using v1alpha::ReportVersion;

// Of DiffReportVersionsResponse. Clients take 4 MiB unless told.
constexpr int kMaxCells = 10'000;
constexpr size_t kMaxDiffBytes = 2 << 20;

// `…/reports/fortschritt/versions/v0002` as `fortschritt-v0002`.
std::string FileStem(absl::string_view version) {
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '/');
  return absl::StrCat(parts[parts.size() - 3], "-", parts.back());
}

absl::Status CheckFormat(ArtifactFormat format) {
  if (FileTypeOf(format) != nullptr) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"format", "missing or unknown; give HTML, JSON, XLSX, CSV or CSV_EXCEL",
        "fehlt oder ist unbekannt; HTML, JSON, XLSX, CSV oder CSV_EXCEL angeben"}});
}

// A version and what it says.
struct Made {
  ReportVersion version;
  Document document;
};

// Reads it, in a transaction of its own. Errors as LoadToRead and ReadDocument.
absl::StatusOr<Made> ReadMade(const VersionReader& reader, const std::string& name) {
  Made made;
  std::string json;
  const absl::Status read = reader.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = LoadToRead(tx, name, &made.version); !s.ok()) return s;
    absl::StatusOr<std::string> found = ReadDocument(tx, made.version);
    if (found.ok()) json = *std::move(found);
    return found.status();
  });
  if (!read.ok()) return read;
  absl::StatusOr<Document> document = ParseDocument(json);
  if (!document.ok()) return document.status();
  made.document = *std::move(document);
  return made;
}

// The version to compare with, where none is named: the one that was released before it, or,
// where none was, the one before that was made.
absl::Status FindBase(Tx& tx, const ReportVersion& version, std::string* name) {
  const absl::string_view report = schema::ParentOf(version.name());
  std::optional<ReportVersion> base;
  absl::Status s = FindBefore(tx, report, version.number(), &WasReleased, &base);
  if (s.ok() && !base.has_value()) s = FindBefore(tx, report, version.number(), &IsMade, &base);
  if (!s.ok()) return s;
  if (base.has_value()) {
    *name = base->name();
    return absl::OkStatus();
  }
  return rpc::InvalidFields(
      {{"name", "is the first version that was made; give one that another was made before",
        "ist die erste Fassung, die erstellt wurde; eine angeben, vor der es eine andere gibt"}});
}

// INVALID_FIELDS unless `base` is an earlier version of the same report.
absl::Status CheckBase(const ReportVersion& version, const std::string& base) {
  const std::string& name = version.name();
  const bool same = schema::ParentOf(base) == schema::ParentOf(name);
  // `v9999` comes before `v10000`.
  if (same && std::pair(base.size(), base) < std::pair(name.size(), name)) return absl::OkStatus();
  return rpc::InvalidFields({{"base", "no earlier version of the same report; give one of it",
                              "keine frühere Fassung desselben Berichts; eine von ihm angeben"}});
}

}  // namespace

absl::Status VersionReader::Read(absl::FunctionRef<absl::Status(Tx&)> work) const {
  return store.Read(patience, [&](Tx& tx) {
    tx.SetView(view);
    return work(tx);
  });
}

absl::StatusOr<VersionFile> GetArtifact(const VersionReader& reader,
                                        const v1alpha::GetArtifactRequest& q) {
  VersionFile file;
  const absl::Status read = reader.Read([&](Tx& tx) -> absl::Status {
    ReportVersion version;
    if (absl::Status s = LoadToRead(tx, q.name(), &version); !s.ok()) return s;
    if (absl::Status s = CheckFormat(q.format()); !s.ok()) return s;
    absl::StatusOr<std::string> content = ReadFile(tx, version, q.format());
    if (content.ok()) file.content = *std::move(content);
    return content.status();
  });
  if (!read.ok()) return read;
  const FileType& type = *FileTypeOf(q.format());
  file.head.set_content_type(type.content_type);
  file.head.set_file_name(FileStem(q.name()) + type.extension);
  file.head.set_sha256(types::Sha256Hex(file.content));
  file.head.set_size_bytes(static_cast<int64_t>(file.content.size()));
  return file;
}

absl::Status GetDocument(const VersionReader& reader, const v1alpha::GetDocumentRequest& q,
                         Document* r) {
  absl::StatusOr<Made> made = ReadMade(reader, q.name());
  if (!made.ok()) return made.status();
  *r = std::move(made->document);
  return absl::OkStatus();
}

absl::Status DiffReportVersions(const VersionReader& reader,
                                const v1alpha::DiffReportVersionsRequest& q,
                                v1alpha::DiffReportVersionsResponse* r) {
  const absl::StatusOr<Made> later = ReadMade(reader, q.name());
  if (!later.ok()) return later.status();
  std::string base = q.base();
  const auto find = [&](Tx& tx) { return FindBase(tx, later->version, &base); };
  const absl::Status found = base.empty() ? reader.Read(find) : CheckBase(later->version, base);
  if (!found.ok()) return found;
  const absl::StatusOr<Made> earlier = ReadMade(reader, base);
  if (!earlier.ok()) return earlier.status();
  DocumentDiff diff = DiffDocuments(earlier->document, later->document, kMaxCells);
  r->set_base(base);
  size_t bytes = 0;
  for (CellDifference& difference : diff.cells) {
    bytes += difference.cell.ByteSizeLong();
    if (bytes > kMaxDiffBytes) break;
    *r->add_cells() = std::move(difference.cell);
  }
  r->set_cell_count(diff.cell_count);
  r->mutable_changed_sections()->Assign(diff.changed_sections.begin(), diff.changed_sections.end());
  r->mutable_changed_texts()->Assign(diff.changed_texts.begin(), diff.changed_texts.end());
  return absl::OkStatus();
}

}  // namespace lotse::reporting
