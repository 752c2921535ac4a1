#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/codebook_service.pb.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/qualitative/coding/codebook.h"

// Codebooks as files.
namespace lotse::survey {

bool IsCodebookFormat(v1alpha::CodebookFormat format);

struct ImportedCodebook {
  // Without violations; empty if there is a finding of severity ERROR.
  qualitative::Codebook codebook;
  // What was kept, changed, left out or wrong.
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads a codebook. Ids that are such are kept, and others made of the names: the same file gives
// the same ids. INVALID_ARGUMENT if it is no file of this format.
absl::StatusOr<ImportedCodebook> ReadCodebookFile(v1alpha::CodebookFormat format,
                                                  absl::string_view content);

// What our rules have against a codebook, each an ERROR with the id of the code and its line, which
// `lines` has by position.
std::vector<v1alpha::ImportFinding> BrokenRules(const qualitative::Codebook& codebook,
                                                const std::vector<int>& lines);

struct WrittenCodebook {
  // Empty if there is a finding of severity ERROR.
  std::string content;
  // What the format cannot hold.
  std::vector<v1alpha::ImportFinding> findings;
};

// Writes a codebook without violations. `name` is its resource name: of it come the UUIDs of codes
// that have none, where the format wants them.
WrittenCodebook WriteCodebookFile(v1alpha::CodebookFormat format, absl::string_view name,
                                  const qualitative::Codebook& codebook);

}  // namespace lotse::survey
