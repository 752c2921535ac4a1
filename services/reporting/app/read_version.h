#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/resource/store.h"

namespace lotse::reporting {

// A file of a version, with what its first message tells.
struct VersionFile {
  v1alpha::GetArtifactResponse::Head head;
  std::string content;
};

// Makes a file of a version from what it says. The same version gives the same bytes. Errors as
// those of GetArtifact.
absl::StatusOr<VersionFile> MakeFile(resource::Store& store, const sql::Patience& patience,
                                     const v1alpha::GetArtifactRequest& q);

}  // namespace lotse::reporting
