#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/survey/v1alpha/import_finding.pb.h"
#include "services/survey/exchange/archive/zip_archive.h"
#include "services/survey/exchange/refi/project.h"
#include "services/survey/exchange/refi/texts.h"

namespace lotse::survey::refi {

// Limits of a project. Recordings that are larger lie beside it, as `relative://` or `absolute://`.
inline constexpr ZipLimits kProjectLimits = {10'000, 64u << 20, 256u << 20};
// Name of the XML in the archive.
inline constexpr absl::string_view kProjectPart = "project.qde";

struct ProjectResult {
  Project project;  // Empty if there is a finding of severity ERROR.
  // What was changed, left out or wrong, with the file, the line of the XML and the guid.
  std::vector<v1alpha::ImportFinding> findings;
};

// Reads a project: an archive (.qdpx), or its XML alone, which begins with `<`. INVALID_ARGUMENT
// that says the place and what would be right if it is neither, or as ZipArchive and ConformingXml
// have it.
absl::StatusOr<ProjectResult> ReadProject(absl::string_view bytes,
                                          const ExternalFiles& external = {});

// Writes an archive whose XML Project.xsd accepts; the same project gives the same bytes.
// INVALID_ARGUMENT that names the guid or path: a guid that is none or is there twice, a coding
// with no code, a selection that is empty or not in its text, a text or path that the format cannot
// carry or that cannot be read back, two files of one path.
absl::StatusOr<std::string> WriteProject(const Project& project);

}  // namespace lotse::survey::refi
