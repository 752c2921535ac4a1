// Steps of engagements.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "lotse/engagement/v1alpha/track.pb.h"
#include "runtime/rpc/error.h"
#include "runtime/schema/address.h"
#include "runtime/types/date.h"
#include "services/engagement/app/course.h"
#include "services/engagement/app/load.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/engagement_steps.h"
#include "services/engagement/domain/recorded_reports.h"

namespace lotse::engagement {
namespace {

using v1alpha::Engagement;

absl::Status Qualify(Tx& tx, absl::string_view reason, Engagement* engagement) {
  v1alpha::Programme programme;
  if (absl::Status s = tx.Load(schema::ParentOf(engagement->name()), &programme); !s.ok()) return s;
  v1alpha::Administration administration;
  if (absl::Status s = tx.Load(engagement->administration(), &administration); !s.ok()) return s;
  *engagement->mutable_eligibility() =
      EligibilityOf(administration, programme, types::DayInBerlin(tx.now()));
  if (engagement->eligibility().eligible()) return absl::OkStatus();
  const std::string reasons = absl::StrJoin(engagement->eligibility().reasons(), ", ");
  return NeedReason(reason, {absl::StrCat("die Verwaltung passt nicht in das Programm (", reasons,
                                          "); sagen, warum sie trotzdem teilnimmt"),
                             absl::StrCat("the administration does not fit into the programme (",
                                          reasons, "); say why it takes part all the same")});
}

absl::Status CheckClosable(Tx& tx, const Engagement& engagement) {
  std::vector<v1alpha::Track> tracks;
  if (absl::Status s = LoadAll(tx, engagement.name(), &tracks); !s.ok()) return s;
  std::vector<v1alpha::Phase> phases;
  for (const v1alpha::Track& track : tracks) {
    if (absl::Status s = LoadAll(tx, track.name(), &phases); !s.ok()) return s;
  }
  std::vector<v1alpha::ActionItem> items;
  if (absl::Status s = LoadAll(tx, engagement.name(), &items); !s.ok()) return s;
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_CLOSING_BLOCKED,
                            StandsAgainstClosing(engagement, phases, items));
}

// What a step needs beyond the state.
absl::Status CheckStep(Tx& tx, v1alpha::EngagementStep step, absl::string_view reason,
                       Engagement* engagement) {
  switch (step) {
    case v1alpha::ENGAGEMENT_STEP_QUALIFY:
      return Qualify(tx, reason, engagement);
    case v1alpha::ENGAGEMENT_STEP_SUSPEND:
      return NeedReason(reason,
                        {"sagen, warum die Begleitung ruht", "say why the engagement pauses"});
    case v1alpha::ENGAGEMENT_STEP_CANCEL:
      return NeedReason(reason, {"sagen, warum die Begleitung abgebrochen wird",
                                 "say why the engagement is given up"});
    case v1alpha::ENGAGEMENT_STEP_CLOSE:
      *engagement->mutable_close_date() = types::DayInBerlin(tx.now());
      return CheckClosable(tx, *engagement);
    default:
      return absl::OkStatus();
  }
}

}  // namespace

// [step]
absl::Status MoveEngagement(Tx& tx, const v1alpha::MoveEngagementRequest& q, Engagement* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CheckStepGiven(v1alpha::EngagementStep_descriptor(), q.step()); !s.ok()) {
    return s;
  }
  const absl::string_view step =
      absl::StripPrefix(v1alpha::EngagementStep_Name(q.step()), "ENGAGEMENT_STEP_");
  if (absl::Status s = TakeStep(EngagementMachine(), step, r); !s.ok()) return s;
  if (absl::Status s = CheckStep(tx, q.step(), q.reason(), r); !s.ok()) return s;
  return tx.Save(step, q.reason(), r);
}
// [/step]

absl::Status RecordReport(Tx& tx, const v1alpha::RecordReportRequest& q, Engagement* r) {
  if (absl::Status s = tx.LoadForChange(q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CheckStillRecords(*r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckRecordable(*r, q)); !s.ok()) return s;
  Record(q, types::DayInBerlin(tx.now()), r);
  return tx.Save("RECORD_REPORT", q.reason(), r);
}

}  // namespace lotse::engagement
