#include "services/engagement/app/measures.h"

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/app/gates.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/staleness.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/measure_rules.h"
#include "services/engagement/domain/milestone_rules.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Measure;
using v1alpha::Milestone;

absl::Status LoadServedGoals(Tx& tx, const Measure& measure, std::vector<v1alpha::Goal>* goals) {
  std::vector<std::string> names;
  for (const v1alpha::GoalMeasureLink& link : measure.goals()) names.push_back(link.goal());
  return LoadNamed(tx, names, goals);
}

absl::Status MoveMeasure(Tx& tx, const v1alpha::MoveMeasureRequest& q, Measure* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckMeasureMove(*r, q)); !s.ok()) return s;
  if (absl::Status s = MoveMeasure(q, types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  return tx.Save(StepName(q.step()), q.reason(), r);
}

absl::Status DecideMeasure(Tx& tx, const v1alpha::DecideMeasureRequest& q, Measure* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckMeasureDecision(q)); !s.ok()) return s;
  if (absl::Status s = DecideMeasure(q, r); !s.ok()) return s;
  if (q.step() == v1alpha::MEASURE_STEP_APPROVE) {
    std::vector<v1alpha::Goal> goals;
    if (absl::Status s = LoadServedGoals(tx, *r, &goals); !s.ok()) return s;
    if (absl::Status s = CheckApprovable(*r, goals); !s.ok()) return s;
    const absl::Status gate =
        CheckGate(tx, r->track(), v1alpha::PhaseTemplateItem::SERVES_MEASURES, q.override_reason());
    if (!gate.ok()) return gate;
  }
  return tx.Save(StepName(q.step()), ReasonsOf(q.reason(), q.override_reason()), r);
}

absl::Status ConfirmMeasure(Tx& tx, const v1alpha::ConfirmMeasureRequest& q, Measure* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CheckStale(r->name(), r->stale()); !s.ok()) return s;
  r->set_stale(false);
  return tx.Save("CONFIRM", q.reason(), r);
}

absl::Status MoveMilestone(Tx& tx, const v1alpha::MoveMilestoneRequest& q, Milestone* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = MoveMilestone(q.step(), types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  return tx.Save(StepName(q.step()), q.reason(), r);
}

}  // namespace lotse::engagement
