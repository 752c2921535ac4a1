#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lotse/reporting/v1alpha/document.pb.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"
#include "runtime/resource/tx.h"

// How versions lie in the store: as resources that tell where they stand, and beside them their
// files, of which the one in JSON is what they say. These are among the values of the store,
// written once by the name of the version and never again, so that a step copies nothing of them
// into the change log.
namespace lotse::reporting {

using resource::Tx;
using v1alpha::ArtifactFormat;

// The name of a version of the report of this name.
std::string VersionName(absl::string_view report, int number);

// The newest version of a report; nullopt if it has none.
absl::Status LoadLatest(Tx& tx, const v1alpha::Report& report,
                        std::optional<v1alpha::ReportVersion>* latest);

// The newest version with a number below `number` for which `fits`; nullopt if none does.
absl::Status FindBefore(Tx& tx, absl::string_view report, int number,
                        absl::FunctionRef<bool(const v1alpha::ReportVersion&)> fits,
                        std::optional<v1alpha::ReportVersion>* found);

// Loads a version that says something, for who sees by the view of `tx`: one that was never
// released is read by those who write reports or decide. RESOURCE_NOT_FOUND, WRONG_STATE,
// PERMISSION_MISSING.
absl::Status LoadToRead(Tx& tx, absl::string_view name, v1alpha::ReportVersion* version);

// Keeps a file of a version. In a write, once for each format.
void PutFile(Tx& tx, absl::string_view version, ArtifactFormat format, absl::string_view content);

// What is kept of a file, whether it is what was frozen or not; empty if nothing is.
std::string FindFile(Tx& tx, absl::string_view version, ArtifactFormat format);

// A file as it was frozen. STORE_CORRUPT.
absl::StatusOr<std::string> ReadFile(Tx& tx, const v1alpha::ReportVersion& version,
                                     ArtifactFormat format);

// What a version says, as canonical JSON and as it was frozen. STORE_CORRUPT.
absl::StatusOr<std::string> ReadDocument(Tx& tx, const v1alpha::ReportVersion& version);

// Reads canonical JSON of a document. STORE_CORRUPT.
absl::StatusOr<v1alpha::Document> ParseDocument(const std::string& json);

}  // namespace lotse::reporting
