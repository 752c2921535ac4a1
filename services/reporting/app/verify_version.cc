// Whether what is kept of a version is what was frozen, and what this Lotse makes of its document.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/ops/guard.h"
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

// Makes a file of the document of its version, as when that was frozen, and compares the hashes.
// A fault of a renderer is no fault of what is kept.
Check::Rendering Render(const ReportVersion& version, const Document& document,
                        const ArtifactSummary& frozen) {
  std::string sha256;
  const absl::Status made = ops::Guard([&] {
    const absl::StatusOr<MadeFile> file = MakeFile(frozen.format(), document, EditionOf(version));
    if (file.ok()) sha256 = file->summary.sha256();
    return file.status();
  });
  if (!made.ok()) return Check::RENDERING_IMPOSSIBLE;
  return sha256 == frozen.sha256() ? Check::RENDERING_SAME : Check::RENDERING_DIFFERS;
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
  const std::optional<Document> document = FrozenDocument(kept);
  for (int i = 0; i < version.artifacts_size(); ++i) {
    if (reader.patience.Over()) {
      return rpc::Error(type::v1alpha::ERROR_REASON_CALLER_GONE, "the caller is gone");
    }
    // The first check is that of the document.
    r->mutable_checks(i + 1)->set_rendering(document.has_value()
                                                ? Render(version, *document, version.artifacts(i))
                                                : Check::RENDERING_IMPOSSIBLE);
  }
  return absl::OkStatus();
}

}  // namespace lotse::reporting
