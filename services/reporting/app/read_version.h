#pragma once

#include <atomic>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/auth/access.h"
#include "runtime/resource/store.h"

namespace lotse::reporting {

// Who reads what versions say, and how long they wait. Each function reads in one transaction, and
// then computes for longer than a connection that reads should be held.
struct VersionReader {
  resource::Store& store;
  const auth::View& view;
  const sql::Patience& patience;

  // Runs `work` on one state of the data, with this view.
  absl::Status Read(absl::FunctionRef<absl::Status(resource::Tx&)> work) const;
};

// A file of a version, with what its first message tells.
struct VersionFile {
  v1alpha::GetArtifactResponse::Head head;
  std::string content;
};

// A file of a version, as it was frozen. Errors as those of the method.
absl::StatusOr<VersionFile> GetArtifact(const VersionReader& reader,
                                        const v1alpha::GetArtifactRequest& q);

// As the methods.
absl::Status GetDocument(const VersionReader& reader, const v1alpha::GetDocumentRequest& q,
                         v1alpha::Document* r);
// In verify_version.cc. It makes each file anew, and stops with CALLER_GONE between two of them.
// INTERNAL, or an exception, is a fault of a renderer.
absl::Status VerifyReportVersion(const VersionReader& reader,
                                 const v1alpha::VerifyReportVersionRequest& q,
                                 v1alpha::VerifyReportVersionResponse* r);
// So many verifications at once: each keeps a thread busy on which others read.
inline constexpr int kMostVerifications = 2;
// VerifyReportVersion, while `running` counts those that go on; OVERLOADED beyond
// kMostVerifications.
absl::Status VerifyAmongFew(std::atomic<int>* running, const VersionReader& reader,
                            const v1alpha::VerifyReportVersionRequest& q,
                            v1alpha::VerifyReportVersionResponse* r);
absl::Status DiffReportVersions(const VersionReader& reader,
                                const v1alpha::DiffReportVersionsRequest& q,
                                v1alpha::DiffReportVersionsResponse* r);

}  // namespace lotse::reporting
