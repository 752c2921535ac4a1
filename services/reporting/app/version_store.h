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

// How versions lie in the store: as resources that tell where they stand, and beside them what
// they say. That is canonical JSON among the values of the store, written once by the name of the
// version and never again, so that a step copies nothing of it into the change log.
namespace lotse::reporting {

using resource::Tx;

// The name of a version of the report of this name.
std::string VersionName(absl::string_view report, int number);

// The newest version of a report; nullopt if it has none.
absl::Status LoadLatest(Tx& tx, const v1alpha::Report& report,
                        std::optional<v1alpha::ReportVersion>* latest);

// The newest version with a number below `number` for which `fits`; nullopt if none does.
absl::Status FindBefore(Tx& tx, absl::string_view report, int number,
                        absl::FunctionRef<bool(const v1alpha::ReportVersion&)> fits,
                        std::optional<v1alpha::ReportVersion>* found);

// Loads a version that says something. RESOURCE_NOT_FOUND, WRONG_STATE.
absl::Status LoadMade(Tx& tx, absl::string_view name, v1alpha::ReportVersion* version);

// Keeps what a version says. In a write, once.
void PutDocument(Tx& tx, absl::string_view version, const std::string& json);

// What is kept of a version, whether it is what was frozen or not; empty if nothing is.
std::string FindDocument(Tx& tx, absl::string_view version);

// What a version says, as it was frozen. STORE_CORRUPT.
absl::StatusOr<std::string> ReadDocument(Tx& tx, const v1alpha::ReportVersion& version);

// Reads canonical JSON of a document. STORE_CORRUPT.
absl::StatusOr<v1alpha::Document> ParseDocument(const std::string& json);

// STORE_CORRUPT: `what` of a version is not what was frozen.
absl::Status NotAsFrozen(absl::string_view version, absl::string_view what);

}  // namespace lotse::reporting
