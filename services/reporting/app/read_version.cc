// What versions say, their files, and in what they differ.
#include "services/reporting/app/read_version.h"

#include <optional>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/document/diff_documents.h"
#include "services/reporting/domain/version_rules.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {
namespace {

using v1alpha::ArtifactFormat;
using v1alpha::Document;
using v1alpha::ReportVersion;

constexpr int kMaxCells = 10'000;  // Of DiffReportVersionsResponse.

// `…/reports/fortschritt/versions/v0002` as `fortschritt-v0002`.
std::string FileStem(absl::string_view version) {
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '/');
  return absl::StrCat(parts[parts.size() - 3], "-", parts.back());
}

// The form of a file in words of a command line, for example `csv-excel`.
std::string WordOf(ArtifactFormat format) {
  const std::string& name = v1alpha::ArtifactFormat_Name(format);
  const absl::string_view word = absl::StripPrefix(name, "ARTIFACT_FORMAT_");
  return absl::StrReplaceAll(absl::AsciiStrToLower(word), {{"_", "-"}});
}

absl::Status CheckFormat(ArtifactFormat format) {
  if (absl::c_linear_search(kArtifactFormats, format)) return absl::OkStatus();
  return rpc::InvalidFields(
      {{"format", "missing or unknown; give HTML, JSON, XLSX, CSV or CSV_EXCEL",
        "fehlt oder ist unbekannt; HTML, JSON, XLSX, CSV oder CSV_EXCEL angeben"}});
}

// A version and what it says.
struct Made {
  ReportVersion version;
  Document document;
};

// Reads it, in a transaction of its own. Errors as LoadMade and ReadDocument.
absl::StatusOr<Made> ReadMade(resource::Store& store, const sql::Patience& patience,
                              const std::string& name) {
  Made made;
  std::string json;
  const absl::Status read = store.Read(patience, [&](Tx& tx) -> absl::Status {
    if (absl::Status s = LoadMade(tx, name, &made.version); !s.ok()) return s;
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

void AddCheck(std::string subject, const std::string& frozen, std::string found,
              v1alpha::VerifyReportVersionResponse* r) {
  auto* check = r->add_checks();
  check->set_subject(std::move(subject));
  check->set_frozen_sha256(frozen);
  check->set_same(frozen == found);
  check->set_found_sha256(std::move(found));
  r->set_same(r->same() && check->same());
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

absl::StatusOr<VersionFile> MakeFile(resource::Store& store, const sql::Patience& patience,
                                     const v1alpha::GetArtifactRequest& q) {
  const absl::StatusOr<Made> made = ReadMade(store, patience, q.name());
  if (!made.ok()) return made.status();
  if (absl::Status s = CheckFormat(q.format()); !s.ok()) return s;
  absl::StatusOr<Artifact> artifact =
      RenderArtifact(q.format(), made->document, EditionOf(made->version));
  if (!artifact.ok()) return artifact.status();
  VersionFile file;
  file.head.set_content_type(artifact->content_type);
  file.head.set_file_name(FileStem(q.name()) + artifact->extension);
  file.head.set_sha256(types::Sha256Hex(artifact->content));
  file.head.set_size_bytes(static_cast<int64_t>(artifact->content.size()));
  file.content = std::move(artifact->content);
  const auto frozen = absl::c_find_if(made->version.artifacts(), [&](const auto& summary) {
    return summary.format() == q.format();
  });
  if (frozen == made->version.artifacts().end() || frozen->sha256() != file.head.sha256()) {
    return NotAsFrozen(q.name(), WordOf(q.format()));
  }
  return file;
}

absl::Status GetDocument(resource::Store& store, const sql::Patience& patience,
                         const v1alpha::GetDocumentRequest& q, Document* r) {
  absl::StatusOr<Made> made = ReadMade(store, patience, q.name());
  if (!made.ok()) return made.status();
  *r = std::move(made->document);
  return absl::OkStatus();
}

absl::Status VerifyReportVersion(resource::Store& store, const sql::Patience& patience,
                                 const v1alpha::VerifyReportVersionRequest& q,
                                 v1alpha::VerifyReportVersionResponse* r) {
  ReportVersion version;
  std::string json;
  const absl::Status read = store.Read(patience, [&](Tx& tx) {
    const absl::Status loaded = LoadMade(tx, q.name(), &version);
    json = FindDocument(tx, q.name());
    return loaded;
  });
  if (!read.ok()) return read;
  r->set_same(true);
  AddCheck("document", version.content_sha256(), json.empty() ? "" : types::Sha256Hex(json), r);
  const absl::StatusOr<Document> document = ParseDocument(json);
  for (const auto& frozen : version.artifacts()) {
    std::string found;
    if (document.ok()) {
      const auto artifact = RenderArtifact(frozen.format(), *document, EditionOf(version));
      if (artifact.ok()) found = types::Sha256Hex(artifact->content);
    }
    AddCheck(WordOf(frozen.format()), frozen.sha256(), std::move(found), r);
  }
  return absl::OkStatus();
}

absl::Status DiffReportVersions(resource::Store& store, const sql::Patience& patience,
                                const v1alpha::DiffReportVersionsRequest& q,
                                v1alpha::DiffReportVersionsResponse* r) {
  const absl::StatusOr<Made> later = ReadMade(store, patience, q.name());
  if (!later.ok()) return later.status();
  std::string base = q.base();
  const auto find = [&](Tx& tx) { return FindBase(tx, later->version, &base); };
  const absl::Status found =
      base.empty() ? store.Read(patience, find) : CheckBase(later->version, base);
  if (!found.ok()) return found;
  const absl::StatusOr<Made> earlier = ReadMade(store, patience, base);
  if (!earlier.ok()) return earlier.status();
  DocumentDiff diff = DiffDocuments(earlier->document, later->document, kMaxCells);
  r->set_base(base);
  for (CellDifference& difference : diff.cells) *r->add_cells() = std::move(difference.cell);
  r->set_cell_count(diff.cell_count);
  r->mutable_changed_sections()->Assign(diff.changed_sections.begin(), diff.changed_sections.end());
  return absl::OkStatus();
}

}  // namespace lotse::reporting
