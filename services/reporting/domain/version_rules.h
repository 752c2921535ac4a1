#pragma once

#include <string>

#include "absl/status/status.h"
#include "lotse/reporting/v1alpha/report.pb.h"
#include "lotse/reporting/v1alpha/report_version.pb.h"
#include "lotse/type/v1alpha/text.pb.h"
#include "runtime/rpc/field_violation.h"

// The life of a version of a report (domain section 2.3, invariant 14). What it says is set once,
// by kFreeze; no other step touches it.
namespace lotse::reporting {

// Versions that a report may have. Source: report_version.proto.
inline constexpr int kMaxVersions = 1000;

// What is done with a version.
enum class VersionStep {
  kBegin,      // REQUESTED to ASSEMBLING.
  kPostpone,   // ASSEMBLING to REQUESTED: the service is stopped, and goes on when it starts.
  kFreeze,     // ASSEMBLING to DRAFT.
  kFail,       // REQUESTED or ASSEMBLING to FAILED.
  kSubmit,     // DRAFT to IN_REVIEW.
  kReturn,     // IN_REVIEW to DRAFT.
  kRelease,    // IN_REVIEW to RELEASED.
  kWithdraw,   // RELEASED to WITHDRAWN.
  kSupersede,  // DRAFT, IN_REVIEW or RELEASED to SUPERSEDED.
};

// The name of a step in the change log, for example `RELEASE`.
const char* NameOf(VersionStep step);

// Takes a step. WRONG_STATE, with the states from which it is possible.
absl::Status TakeStep(VersionStep step, v1alpha::ReportVersion* version);

// The last part of the name of a version: `v0001`. `number` from 1.
std::string VersionId(int number);

// Whether a version is asked for or being made.
bool IsBeingMade(const v1alpha::ReportVersion& version);
// Whether it says something.
bool IsMade(const v1alpha::ReportVersion& version);
// Whether it was released, whatever became of it then.
bool WasReleased(const v1alpha::ReportVersion& version);
// Whether a version of the report was, whatever became of it then.
bool WasEverReleased(const v1alpha::Report& report);
// Whether it is superseded by a later one that was made: it was made and never released.
bool GivesWayToALater(const v1alpha::ReportVersion& version);

// WRONG_STATE if no version of the report can be begun: `latest`, its newest one and null if it
// has none, is being made, or there are kMaxVersions.
absl::Status CheckCanBegin(const v1alpha::Report& report, const v1alpha::ReportVersion* latest);

// What is wrong with the reason for a version: it is needed where one was `released`, and there
// alone.
rpc::FieldViolations CheckCorrectionReason(const type::v1alpha::Text& reason, bool released);

// What is wrong with the reason for withdrawing a version.
rpc::FieldViolations CheckWithdrawReason(const type::v1alpha::Text& reason);

// WRONG_STATE if a version cannot be released or withdrawn now: a later one, `latest`, is being
// made and would have to say what it corrects, or might repeat it.
absl::Status CheckNoneIsBeingMade(const v1alpha::ReportVersion& version,
                                  const v1alpha::ReportVersion& latest);

// WRONG_STATE if a report cannot be deleted: a version of it was released, or `latest`, null if
// there is none, is being made.
absl::Status CheckCanBeDeleted(const v1alpha::Report& report, const v1alpha::ReportVersion* latest);

}  // namespace lotse::reporting
