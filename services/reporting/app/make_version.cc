#include "services/reporting/app/make_version.h"

#include <iterator>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "runtime/resource/tx.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/canonical_json.h"
#include "runtime/types/sha256.h"
#include "services/reporting/document/build_document.h"
#include "services/reporting/document/check_document.h"
#include "services/reporting/domain/report_rules.h"
#include "services/reporting/domain/template_rules.h"

namespace lotse::reporting {

using v1alpha::Document;
using v1alpha::ReportVersion;

namespace {

absl::Status Incomplete(absl::string_view path, absl::string_view what) {
  return rpc::Error(type::v1alpha::ERROR_REASON_DOCUMENT_INCOMPLETE,
                    absl::StrCat("document", path.empty() ? "" : ".", path, ": ", what),
                    {{"path", path}});
}

absl::Status CheckInputs(const ReportInputs& inputs) {
  const auto& engagement = inputs.process.engagement;
  if (engagement.has_value() && engagement->has_delete_time()) {
    return resource::WasDeleted(inputs.engagement_name);
  }
  // The template may have changed since the report was.
  absl::Status s =
      rpc::InvalidFields(CheckTextsOf(inputs.report, SectionIdsOf(TemplateOf(inputs))));
  if (!s.ok()) return s;
  std::vector<survey::v1alpha::Release> releases;
  for (const ReleaseInputs& of : inputs.releases) releases.push_back(of.release);
  return rpc::InvalidFields(CheckNoPilot(inputs.report, inputs.waves, releases));
}

}  // namespace

absl::StatusOr<Document> MakeDocument(const ReportInputs& inputs) {
  if (absl::Status s = CheckInputs(inputs); !s.ok()) return s;
  absl::StatusOr<Document> document = BuildDocument(inputs);
  if (!document.ok()) return document;
  const std::vector<DocumentProblem> problems = CheckDocument(*document);
  if (!problems.empty()) return Incomplete(problems[0].path, problems[0].what);
  return document;
}

absl::StatusOr<std::string> JsonOf(const Document& document) {
  absl::StatusOr<std::string> json = types::CanonicalJson(document);
  if (!json.ok()) return Incomplete("", json.status().message());
  return json;
}

Edition EditionOf(const ReportVersion& version) {
  Edition edition;
  edition.report = std::string(schema::ParentOf(version.name()));
  edition.number = version.number();
  edition.content_sha256 = version.content_sha256();
  edition.previous_sha256 = version.previous_sha256();
  return edition;
}

absl::StatusOr<MadeFile> MakeFile(v1alpha::ArtifactFormat format, const Document& document,
                                  const Edition& edition) {
  absl::StatusOr<std::string> content = RenderArtifact(format, document, edition);
  if (absl::IsUnavailable(content.status())) {
    return rpc::RetryLater(type::v1alpha::ERROR_REASON_STORE_UNAVAILABLE,
                           content.status().message(), /*seconds=*/5);
  }
  if (!content.ok()) return content.status();
  if (content->size() > kMaxFileBytes) {
    return Incomplete("", absl::StrCat("its file ", FileTypeOf(format)->word, " would have ",
                                       content->size(), " bytes, more than ", kMaxFileBytes,
                                       "; show fewer waves or releases, or shorter texts"));
  }
  MadeFile file;
  file.content = *std::move(content);
  file.summary.set_format(format);
  file.summary.set_sha256(types::Sha256Hex(file.content));
  file.summary.set_size_bytes(static_cast<int64_t>(file.content.size()));
  return file;
}

absl::StatusOr<std::vector<MadeFile>> MakeFiles(const Document& document, const Edition& edition,
                                                absl::FunctionRef<void(int, int)> told) {
  constexpr int kTotal = static_cast<int>(std::size(kArtifactFormats));
  std::vector<MadeFile> files;
  told(0, kTotal);
  for (const v1alpha::ArtifactFormat format : kArtifactFormats) {
    absl::StatusOr<MadeFile> file = MakeFile(format, document, edition);
    if (!file.ok()) return file.status();
    files.push_back(*std::move(file));
    told(static_cast<int>(files.size()), kTotal);
  }
  return files;
}

std::vector<type::v1alpha::ResourceRevision> SourcesOf(const Document& document) {
  std::map<std::string, type::v1alpha::ResourceRevision> by_name;
  for (const v1alpha::Source& source : document.sources()) {
    int64_t number = 0;
    // That of a list is a hash.
    if (!absl::SimpleAtoi(source.revision(), &number)) continue;
    type::v1alpha::ResourceRevision revision;
    revision.set_name(source.resource());
    revision.set_revision(number);
    revision.set_sha256(source.content_sha256());
    by_name.emplace(source.resource(), std::move(revision));
  }
  std::vector<type::v1alpha::ResourceRevision> sources;
  for (auto& [name, revision] : by_name) sources.push_back(std::move(revision));
  return sources;
}

}  // namespace lotse::reporting
