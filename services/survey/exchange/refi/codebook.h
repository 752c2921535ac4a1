#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/exchange/refi/project.h"

namespace lotse::survey::refi {

// Largest file of a codebook in bytes.
inline constexpr std::size_t kMaxCodebookBytes = 16u << 20;

struct CodebookResult {
  Codebook codebook;  // Empty if there is a finding of severity ERROR.
  // What was changed, left out or wrong, with the line of the XML and the guid.
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads a codebook (.qdc). INVALID_ARGUMENT with the line if it is no such file.
absl::StatusOr<CodebookResult> ReadCodebook(absl::string_view xml);

// Writes a codebook that Codebook.xsd accepts. INVALID_ARGUMENT that names the guid: no code at
// all, a guid that is none or is there twice, a text that XML cannot carry, codes too deep.
// Notes on codes have no place in the format.
absl::StatusOr<std::string> WriteCodebook(const Codebook& codebook);

}  // namespace lotse::survey::refi
