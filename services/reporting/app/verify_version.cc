// Whether what is kept of a version is what was frozen, and what this Lotse makes of its document.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "runtime/rpc/error.h"
#include "runtime/types/sha256.h"
#include "services/reporting/app/make_version.h"
#include "services/reporting/app/read_version.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/render/artifact.h"

namespace lotse::reporting {
namespace {

using v1alpha::ArtifactSummary;
using v1alpha::Document;
using v1alpha::ReportVersion;
using v1alpha::VerifyReportVersionResponse;
using Check = VerifyReportVersionResponse::Check;

// A version with the bytes that are kept of it; what is missing is empty.
struct Kept {
  ReportVersion version;
  std::string json;
  std::vector<std::string> files;  // In the order of `artifacts`.
};

absl::Status ReadKept(const VersionReader& reader, const std::string& name, Kept* kept) {
  return reader.Read([&](Tx& tx) -> absl::Status {
    if (absl::Status s = LoadToRead(tx, name, &kept->version); !s.ok()) return s;
    kept->json = FindFile(tx, name, v1alpha::ARTIFACT_FORMAT_JSON);
    kept->files.clear();
    for (const ArtifactSummary& frozen : kept->version.artifacts()) {
      kept->files.push_back(FindFile(tx, name, frozen.format()));
    }
    return absl::OkStatus();
  });
}

// Compares what is kept, if not empty, with the hash that was frozen.
void AddCheck(const char* subject, const std::string& frozen, const std::string& kept,
              VerifyReportVersionResponse* r) {
  Check* const check = r->add_checks();
  check->set_subject(subject);
  check->set_frozen_sha256(frozen);
  if (!kept.empty()) check->set_found_sha256(types::Sha256Hex(kept));
  check->set_same(frozen == check->found_sha256());
  r->set_same(r->same() && check->same());
}

// The document that was frozen; nothing if another one is kept, or what cannot be read.
std::optional<Document> FrozenDocument(const Kept& kept) {
  if (types::Sha256Hex(kept.json) != kept.version.content_sha256()) return std::nullopt;
  absl::StatusOr<Document> document = ParseDocument(kept.json);
  if (!document.ok()) return std::nullopt;
  return *std::move(document);
}

// Whether a file cannot be made because of its document, as it has no canonical form or is too
// large.
bool IsOfDocument(const absl::Status& made) {
  return absl::IsInvalidArgument(made) ||
         rpc::ReasonOf(made) == type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE;
}

// Makes a file of the document of its version, as when that was frozen, and compares the hashes. An
// error says nothing of what is kept: there is no room for temporary files, or a renderer is at
// fault.
absl::StatusOr<Check::Rendering> Render(const ReportVersion& version, const Document& document,
                                        const ArtifactSummary& frozen) {
  const absl::StatusOr<MadeFile> file = MakeFile(frozen.format(), document, EditionOf(version));
  if (!file.ok() && !IsOfDocument(file.status())) return file.status();
  if (!file.ok()) return Check::RENDERING_IMPOSSIBLE;
  const bool same = file->summary.sha256() == frozen.sha256();
  return same ? Check::RENDERING_SAME : Check::RENDERING_DIFFERS;
}

// Makes each file of which there is a check anew, and tells what becomes of it.
absl::Status RenderAll(const VersionReader& reader, const Kept& kept,
                       VerifyReportVersionResponse* r) {
  const std::optional<Document> document = FrozenDocument(kept);
  for (int i = 0; i < kept.version.artifacts_size(); ++i) {
    if (reader.patience.Over()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
    }
    absl::StatusOr<Check::Rendering> rendering = Check::RENDERING_IMPOSSIBLE;
    if (document.has_value()) {
      rendering = Render(kept.version, *document, kept.version.artifacts(i));
    }
    if (!rendering.ok()) return rendering.status();
    // The first check is that of the document.
    r->mutable_checks(i + 1)->set_rendering(*rendering);
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status VerifyReportVersion(const VersionReader& reader,
                                 const v1alpha::VerifyReportVersionRequest& q,
                                 VerifyReportVersionResponse* r) {
  Kept kept;
  if (absl::Status s = ReadKept(reader, q.name(), &kept); !s.ok()) return s;
  const ReportVersion& version = kept.version;
  r->set_same(true);
  r->set_made_with(version.lotse_version());
  r->set_verified_with(LOTSE_VERSION);
  AddCheck("document", version.content_sha256(), kept.json, r);
  for (int i = 0; i < version.artifacts_size(); ++i) {
    const ArtifactSummary& frozen = version.artifacts(i);
    AddCheck(FileTypeOf(frozen.format())->word, frozen.sha256(), kept.files[i], r);
  }
  // Not in memory beside those that are made.
  kept.files.clear();
  return RenderAll(reader, kept, r);
}

absl::Status VerifyAmongFew(std::atomic<int>* running, const VersionReader& reader,
                            const v1alpha::VerifyReportVersionRequest& q,
                            VerifyReportVersionResponse* r) {
  const absl::Cleanup leave = [running] { --*running; };
  if (++*running <= kMostVerifications) return VerifyReportVersion(reader, q, r);
  return rpc::RetryLater(type::v1alpha::ERROR_REASON_OVERLOADED,
                         "too many versions are being verified already; try again later",
                         /*seconds=*/5);
}

}  // namespace lotse::reporting
