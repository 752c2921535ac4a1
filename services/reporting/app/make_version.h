#pragma once

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"
#include "services/reporting/document/report_inputs.h"
#include "services/reporting/render/artifact.h"

// What a version is made of, without a store and without a clock.
namespace lotse::reporting {

// The document of these inputs. RESOURCE_DELETED (the engagement), INVALID_FIELDS (a wave is a
// pilot, or a text is for a section that is not there), DOCUMENT_INCOMPLETE with the first thing
// that is missing.
absl::StatusOr<v1alpha::Document> MakeDocument(const ReportInputs& inputs);

// The canonical JSON of a document. DOCUMENT_INCOMPLETE.
absl::StatusOr<std::string> JsonOf(const v1alpha::Document& document);

// Which version of a report its files say that they are. `version` has number and hashes.
Edition EditionOf(const v1alpha::ReportVersion& version);

// Most bytes of a file of a version.
inline constexpr size_t kMaxFileBytes = 16 << 20;

// A file of a version, and what is told of it.
struct MadeFile {
  v1alpha::ArtifactSummary summary;
  std::string content;
};

// The file of a document in a form. DOCUMENT_INCOMPLETE where it would have more than
// kMaxFileBytes, STORE_UNAVAILABLE where temporary files cannot be written.
absl::StatusOr<MadeFile> MakeFile(v1alpha::ArtifactFormat format, const v1alpha::Document& document,
                                  const Edition& edition);

// All files of a document, in the order of their forms. `told` gets how many of them are made: at
// the beginning, and after each. Errors as MakeFile.
absl::StatusOr<std::vector<MadeFile>> MakeFiles(
    const v1alpha::Document& document, const Edition& edition,
    absl::FunctionRef<void(int done, int total)> told = [](int, int) {});

// What a document was made from: the resources of which a revision is known, in the order of
// their names, each once.
std::vector<type::v1alpha::ResourceRevision> SourcesOf(const v1alpha::Document& document);

}  // namespace lotse::reporting
