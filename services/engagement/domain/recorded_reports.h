#pragma once

#include "absl/status/status.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/type/v1alpha/resource_revision.pb.h"
#include "runtime/rpc/field_violation.h"

// Reports of an engagement of which lotse-reporting released a version.
namespace lotse::engagement {

// What is wrong with recording the report of a request: it is a version of a report of this
// engagement, with its revision and hash, and none before the one that is recorded of the same
// report, nor that one as released again once it was withdrawn. An engagement has 100 reports at
// most.
rpc::FieldViolations CheckRecordable(const v1alpha::Engagement& engagement,
                                     const v1alpha::RecordReportRequest& request);

// WRONG_STATE once the engagement is archived or cancelled.
absl::Status CheckStillRecords(const v1alpha::Engagement& engagement);

// Records a version that is right by CheckRecordable: that it was released, or that it was
// withdrawn since. One that is final and not withdrawn, or a further version of the final report,
// becomes the final report of the engagement.
void Record(const v1alpha::RecordReportRequest& request, const google::type::Date& today,
            v1alpha::Engagement* engagement);

// Whether the final report of an engagement is one that was withdrawn. What was recorded last of a
// report is said of all of its versions.
bool FinalReportIsWithdrawn(const v1alpha::Engagement& engagement);

// Adds what is wrong with `engagement.final_report`: it is a report of this engagement or a
// version of one, wherever it is kept.
void CheckFinalReport(const v1alpha::Engagement& engagement, rpc::FieldViolations* violations);

}  // namespace lotse::engagement
