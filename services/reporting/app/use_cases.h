#pragma once

#include "absl/status/status.h"
#include "lotse/reporting/v1alpha/report_template_service.pb.h"
#include "lotse/reporting/v1alpha/report_version_service.pb.h"
#include "runtime/resource/standard.h"

// What lotse-reporting does beside the standard methods, one function per method; AssembleReport
// is in assembler.h, and what reads what versions say in read_version.h. Errors and effects are
// documented at the methods in proto/lotse/reporting/v1alpha.
namespace lotse::reporting {

using resource::Tx;

// Adds what holds for reports and templates beyond the annotations of their protos.
void AddRules(resource::Standard* standard);

absl::Status SubmitReportVersion(Tx& tx, const v1alpha::SubmitReportVersionRequest& q,
                                 v1alpha::ReportVersion* r);
absl::Status ReturnReportVersion(Tx& tx, const v1alpha::ReturnReportVersionRequest& q,
                                 v1alpha::ReportVersion* r);
absl::Status ReleaseReportVersion(Tx& tx, const v1alpha::ReleaseReportVersionRequest& q,
                                  v1alpha::ReportVersion* r);
absl::Status WithdrawReportVersion(Tx& tx, const v1alpha::WithdrawReportVersionRequest& q,
                                   v1alpha::ReportVersion* r);

absl::Status GetUsualReportTemplate(Tx& tx, const v1alpha::GetUsualReportTemplateRequest& q,
                                    v1alpha::ReportTemplate* r);

}  // namespace lotse::reporting
