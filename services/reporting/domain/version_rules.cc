#include "services/reporting/domain/version_rules.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "runtime/types/text.h"

namespace lotse::reporting {
namespace {

using v1alpha::Report;
using v1alpha::ReportVersion;

struct Transition {
  VersionStep step;
  ReportVersion::State from;
  ReportVersion::State to;
};

constexpr Transition kTransitions[] = {
    {VersionStep::kBegin, ReportVersion::STATE_REQUESTED, ReportVersion::STATE_ASSEMBLING},
    {VersionStep::kPostpone, ReportVersion::STATE_ASSEMBLING, ReportVersion::STATE_REQUESTED},
    {VersionStep::kFreeze, ReportVersion::STATE_ASSEMBLING, ReportVersion::STATE_DRAFT},
    {VersionStep::kFail, ReportVersion::STATE_REQUESTED, ReportVersion::STATE_FAILED},
    {VersionStep::kFail, ReportVersion::STATE_ASSEMBLING, ReportVersion::STATE_FAILED},
    {VersionStep::kSubmit, ReportVersion::STATE_DRAFT, ReportVersion::STATE_IN_REVIEW},
    {VersionStep::kReturn, ReportVersion::STATE_IN_REVIEW, ReportVersion::STATE_DRAFT},
    {VersionStep::kRelease, ReportVersion::STATE_IN_REVIEW, ReportVersion::STATE_RELEASED},
    {VersionStep::kWithdraw, ReportVersion::STATE_RELEASED, ReportVersion::STATE_WITHDRAWN},
    {VersionStep::kSupersede, ReportVersion::STATE_DRAFT, ReportVersion::STATE_SUPERSEDED},
    {VersionStep::kSupersede, ReportVersion::STATE_IN_REVIEW, ReportVersion::STATE_SUPERSEDED},
    {VersionStep::kSupersede, ReportVersion::STATE_RELEASED, ReportVersion::STATE_SUPERSEDED},
};

std::string StateName(ReportVersion::State state) {
  return std::string(absl::StripPrefix(ReportVersion::State_Name(state), "STATE_"));
}

absl::Status WrongState(absl::string_view subject, const rpc::Wording& description) {
  return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, subject, description);
}

absl::Status IsStillMade(const ReportVersion& latest) {
  return WrongState(latest.name(), {"wird gerade erstellt; warten, bis sie fertig ist",
                                    "is being made; wait until it is done"});
}

}  // namespace

const char* NameOf(VersionStep step) {
  switch (step) {
    case VersionStep::kBegin:
      return "BEGIN";
    case VersionStep::kPostpone:
      return "POSTPONE";
    case VersionStep::kFreeze:
      return "FREEZE";
    case VersionStep::kFail:
      return "FAIL";
    case VersionStep::kSubmit:
      return "SUBMIT";
    case VersionStep::kReturn:
      return "RETURN";
    case VersionStep::kRelease:
      return "RELEASE";
    case VersionStep::kWithdraw:
      return "WITHDRAW";
    case VersionStep::kSupersede:
      return "SUPERSEDE";
  }
  return "";
}

absl::Status TakeStep(VersionStep step, ReportVersion* version) {
  std::vector<std::string> from;
  for (const Transition& transition : kTransitions) {
    if (transition.step != step) continue;
    if (transition.from == version->state()) {
      version->set_state(transition.to);
      return absl::OkStatus();
    }
    from.push_back(StateName(transition.from));
  }
  const std::string state = StateName(version->state());
  return rpc::Precondition(type::v1alpha::ERROR_REASON_WRONG_STATE, version->name(),
                           {absl::StrCat("ist ", state, "; ", NameOf(step), " ist möglich von ",
                                         absl::StrJoin(from, ", ")),
                            absl::StrCat("is ", state, "; ", NameOf(step), " is possible from ",
                                         absl::StrJoin(from, ", "))},
                           {{"state", state}, {"step", NameOf(step)}});
}

std::string VersionId(int number) { return absl::StrFormat("v%04d", number); }

bool IsBeingMade(const ReportVersion& version) {
  return version.state() == ReportVersion::STATE_REQUESTED ||
         version.state() == ReportVersion::STATE_ASSEMBLING;
}

bool IsMade(const ReportVersion& version) { return !version.content_sha256().empty(); }

bool WasReleased(const ReportVersion& version) { return version.has_release_time(); }

bool WasEverReleased(const Report& report) { return report.last_released_number() > 0; }

bool GivesWayToALater(const ReportVersion& version) {
  return version.state() == ReportVersion::STATE_DRAFT ||
         version.state() == ReportVersion::STATE_IN_REVIEW;
}

absl::Status CheckCanBegin(const Report& report, const ReportVersion* latest) {
  if (latest != nullptr && IsBeingMade(*latest)) return IsStillMade(*latest);
  if (report.latest_version() < kMaxVersions) return absl::OkStatus();
  return WrongState(report.name(), {"hat 1.000 Fassungen, mehr sind nicht möglich; einen weiteren "
                                    "Bericht anlegen",
                                    "has 1,000 versions, the most there can be; create another "
                                    "report"});
}

rpc::FieldViolations CheckCorrectionReason(const type::v1alpha::Text& reason, bool released) {
  constexpr char kField[] = "correction_reason";
  rpc::FieldViolations violations;
  if (released) {
    types::CheckText(kField, reason, &violations);
  } else if (!reason.variants().empty()) {
    violations.push_back(
        {kField, "no version was released that could be corrected; leave it out",
         "noch keine Fassung ist freigegeben, die zu berichtigen wäre; weglassen"});
  }
  return violations;
}

rpc::FieldViolations CheckWithdrawReason(const type::v1alpha::Text& reason) {
  rpc::FieldViolations violations;
  types::CheckText("withdraw_reason", reason, &violations);
  return violations;
}

absl::Status CheckNoneIsBeingMade(const ReportVersion& version, const ReportVersion& latest) {
  const bool later = latest.number() > version.number() && IsBeingMade(latest);
  return later ? IsStillMade(latest) : absl::OkStatus();
}

absl::Status CheckCanBeDeleted(const Report& report, const ReportVersion* latest) {
  if (WasEverReleased(report)) {
    return WrongState(report.name(),
                      {"wurde schon in einer Fassung freigegeben und bleibt; diese zurückziehen, "
                       "wenn sie nicht mehr gilt",
                       "was released in a version and stays; withdraw that if it counts no more"});
  }
  return latest != nullptr && IsBeingMade(*latest) ? IsStillMade(*latest) : absl::OkStatus();
}

}  // namespace lotse::reporting
