// Steps of versions that were made.
#include <optional>

#include "absl/strings/string_view.h"
#include "runtime/resource/standard.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/reporting/app/use_cases.h"
#include "services/reporting/app/version_store.h"
#include "services/reporting/domain/version_rules.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;
using v1alpha::ReportVersion;

// Loads the report of a version. RESOURCE_DELETED: nothing is decided of what is deleted.
absl::Status LoadReport(Tx& tx, const ReportVersion& version, Report* report) {
  const std::string name(schema::ParentOf(version.name()));
  if (absl::Status s = tx.Load(name, report); !s.ok()) return s;
  return report->has_delete_time() ? resource::WasDeleted(name) : absl::OkStatus();
}

// Loads a version with its report to take a step, which it takes.
absl::Status Take(Tx& tx, VersionStep step, absl::string_view name, absl::string_view etag,
                  ReportVersion* version, Report* report) {
  if (absl::Status s = tx.LoadForChange(name, etag, version); !s.ok()) return s;
  if (absl::Status s = LoadReport(tx, *version, report); !s.ok()) return s;
  return TakeStep(step, version);
}

// A step that changes nothing but where the version stands.
absl::Status Move(Tx& tx, VersionStep step, absl::string_view name, absl::string_view etag,
                  absl::string_view reason, ReportVersion* version) {
  Report report;
  if (absl::Status s = Take(tx, step, name, etag, version, &report); !s.ok()) return s;
  return tx.Save(NameOf(step), reason, version);
}

// The version that was released last gets `next` as the one after it. It is superseded, unless it
// was withdrawn before.
absl::Status ReplaceReleased(Tx& tx, const Report& report, const ReportVersion& next) {
  if (!WasEverReleased(report)) return absl::OkStatus();
  ReportVersion before;
  absl::Status s = tx.Load(VersionName(report.name(), report.last_released_number()), &before);
  if (!s.ok()) return s;
  before.set_replaced_by(next.name());
  if (before.state() == ReportVersion::STATE_RELEASED) {
    if (s = TakeStep(VersionStep::kSupersede, &before); !s.ok()) return s;
  }
  return tx.Save(NameOf(VersionStep::kSupersede), "", &before);
}

// What lists the cells of `withdrawn` as they were before may not be released any more: the values
// for whose sake it is withdrawn would be told again. A further version lists none of them.
absl::Status SupersedeCorrection(Tx& tx, const Report& report, const ReportVersion& withdrawn) {
  std::optional<ReportVersion> latest;
  if (absl::Status s = LoadLatest(tx, report, &latest); !s.ok()) return s;
  if (absl::Status s = CheckNoneIsBeingMade(withdrawn, *latest); !s.ok()) return s;
  if (!GivesWayToALater(*latest)) return absl::OkStatus();
  if (absl::Status s = TakeStep(VersionStep::kSupersede, &*latest); !s.ok()) return s;
  return tx.Save(NameOf(VersionStep::kSupersede), "", &*latest);
}

}  // namespace

absl::Status SubmitReportVersion(Tx& tx, const v1alpha::SubmitReportVersionRequest& q,
                                 ReportVersion* r) {
  return Move(tx, VersionStep::kSubmit, q.name(), q.etag(), "", r);
}

absl::Status ReturnReportVersion(Tx& tx, const v1alpha::ReturnReportVersionRequest& q,
                                 ReportVersion* r) {
  return Move(tx, VersionStep::kReturn, q.name(), q.etag(), q.reason(), r);
}

absl::Status ReleaseReportVersion(Tx& tx, const v1alpha::ReleaseReportVersionRequest& q,
                                  ReportVersion* r) {
  Report report;
  absl::Status s = Take(tx, VersionStep::kRelease, q.name(), q.etag(), r, &report);
  if (!s.ok()) return s;
  std::optional<ReportVersion> latest;
  if (s = LoadLatest(tx, report, &latest); !s.ok()) return s;
  if (s = CheckNoneIsBeingMade(*r, *latest); !s.ok()) return s;
  if (s = ReplaceReleased(tx, report, *r); !s.ok()) return s;
  *r->mutable_release_time() = types::ToTimestamp(tx.now());
  report.set_released_version(r->name());
  report.set_last_released_number(r->number());
  if (s = tx.Save(NameOf(VersionStep::kRelease), q.reason(), &report); !s.ok()) return s;
  return tx.Save(NameOf(VersionStep::kRelease), q.reason(), r);
}

absl::Status WithdrawReportVersion(Tx& tx, const v1alpha::WithdrawReportVersionRequest& q,
                                   ReportVersion* r) {
  Report report;
  absl::Status s = Take(tx, VersionStep::kWithdraw, q.name(), q.etag(), r, &report);
  if (!s.ok()) return s;
  if (s = rpc::InvalidFields(CheckWithdrawReason(q.withdraw_reason())); !s.ok()) return s;
  if (s = SupersedeCorrection(tx, report, *r); !s.ok()) return s;
  *r->mutable_withdraw_reason() = q.withdraw_reason();
  report.clear_released_version();
  if (s = tx.Save(NameOf(VersionStep::kWithdraw), "", &report); !s.ok()) return s;
  return tx.Save(NameOf(VersionStep::kWithdraw), "", r);
}

}  // namespace lotse::reporting
