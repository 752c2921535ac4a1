#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "lotse/reporting/v1alpha/report_service.pb.h"
#include "runtime/resource/store.h"
#include "services/reporting/document/build_document.h"

// What lotse-reporting does beside the standard methods, one function per method.
// Errors and effects are documented at the methods in proto/lotse/reporting/v1alpha.
namespace lotse::reporting {

using resource::Tx;

// As the standard list, but without the documents.
absl::Status ListReports(Tx& tx, const v1alpha::ListReportsRequest& q,
                         v1alpha::ListReportsResponse* r);
absl::Status RenderReport(Tx& tx, const v1alpha::RenderReportRequest& q,
                          v1alpha::RenderReportResponse* r);

// Asks the other services for what a report of an engagement shows; see
// Peers::Ask.
using AskPeers =
    std::function<absl::Status(const std::string& engagement, const std::vector<std::string>& waves,
                               absl::Time deadline, ReportInputs* inputs)>;

// Takes the store and not a transaction: it waits for other services, and no
// transaction waits for them. After `deadline` nothing is made: a caller that
// does not wait must not find services named as unreachable that only were slow.
absl::Status CreateReport(resource::Store& store, const AskPeers& ask, const resource::Cause& cause,
                          absl::Time deadline, const v1alpha::CreateReportRequest& q,
                          v1alpha::Report* r);

}  // namespace lotse::reporting
