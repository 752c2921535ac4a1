#include "services/engagement/app/goals.h"

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "services/engagement/app/gates.h"
#include "services/engagement/app/load.h"
#include "services/engagement/app/staleness.h"
#include "services/engagement/domain/chain_checks.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/violation.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Goal;

namespace {

// The names of a goal and of those above it.
absl::Status NamesUpwards(Tx& tx, const Goal& goal, std::vector<std::string>* names) {
  names->push_back(goal.name());
  std::string next = goal.parent_goal();
  // A tree has three levels; what is none must not hold up the thread that writes.
  for (int level = 1; !next.empty() && level < kGoalLevels; ++level) {
    names->push_back(next);
    Goal above;
    if (absl::Status s = tx.Load(next, &above); !s.ok()) return s;
    next = above.parent_goal();
  }
  return absl::OkStatus();
}

// Whether the decision that a goal is adopted by is there, was adopted itself and is about
// the goal. It is of the same engagement, so that nothing foreign is told of.
absl::Status CheckDecision(Tx& tx, const std::string& name, const Goal& goal) {
  if (name.empty()) return absl::OkStatus();
  v1alpha::Decision decision;
  const absl::Status loaded = tx.Load(name, &decision);
  if (absl::IsNotFound(loaded) || decision.has_delete_time()) {
    return rpc::InvalidFields(
        {Violation("decision", {"gibt es nicht; einen Beschluss angeben, den es gibt",
                                "does not exist; give one that is there"})});
  }
  if (!loaded.ok()) return loaded;
  std::vector<std::string> goals;
  if (absl::Status s = NamesUpwards(tx, goal, &goals); !s.ok()) return s;
  return rpc::InvalidFields(CheckAdoptedBy(decision, goals));
}

// What is asked before a goal is adopted.
absl::Status CheckAdoption(Tx& tx, const v1alpha::DecideGoalRequest& q, const Goal& goal) {
  if (absl::Status s = CheckDecision(tx, q.decision(), goal); !s.ok()) return s;
  std::vector<v1alpha::Indicator> indicators;
  if (absl::Status s = LoadNamed(tx, goal.indicators(), &indicators); !s.ok()) return s;
  if (absl::Status s = CheckComplete(goal, indicators); !s.ok()) return s;
  return CheckGate(tx, goal.track(), v1alpha::PhaseTemplateItem::SERVES_GOALS, q.override_reason());
}

}  // namespace

absl::Status MoveGoal(Tx& tx, const v1alpha::MoveGoalRequest& q, Goal* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  const std::string step = StepName(q.step());
  rpc::FieldViolations violations;
  CheckStepIsOneOf({"PROPOSE", "RETURN"}, step, &violations);
  if (!violations.empty()) return rpc::InvalidFields(violations);
  if (absl::Status s = TakeStep(GoalMachine(), step, r); !s.ok()) return s;
  if (absl::Status s = CheckHasParent(*r); step == "PROPOSE" && !s.ok()) return s;
  return tx.Save(step, q.reason(), r);
}

absl::Status DecideGoal(Tx& tx, const v1alpha::DecideGoalRequest& q, Goal* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = rpc::InvalidFields(CheckGoalDecision(*r, q)); !s.ok()) return s;
  if (absl::Status s = DecideGoal(q, types::DayInBerlin(tx.now()), r); !s.ok()) return s;
  if (q.step() == v1alpha::GOAL_STEP_ADOPT) {
    if (absl::Status s = CheckAdoption(tx, q, *r); !s.ok()) return s;
  }
  return tx.Save(StepName(q.step()), ReasonsOf(q.reason(), q.override_reason()), r);
}

absl::Status ConfirmGoal(Tx& tx, const v1alpha::ConfirmGoalRequest& q, Goal* r) {
  if (absl::Status s = LoadToChange(tx, q.name(), q.etag(), r); !s.ok()) return s;
  if (absl::Status s = CheckStale(r->name(), r->stale()); !s.ok()) return s;
  r->set_stale(false);
  return tx.Save("CONFIRM", q.reason(), r);
}

absl::Status TellMissing(Tx& tx, const v1alpha::CheckGoalRequest& q,
                         v1alpha::CheckGoalResponse* r) {
  Goal goal;
  if (absl::Status s = tx.Load(q.name(), &goal); !s.ok()) return s;
  std::vector<v1alpha::Indicator> indicators;
  if (absl::Status s = LoadNamed(tx, goal.indicators(), &indicators); !s.ok()) return s;
  for (v1alpha::MissingInGoal& missing : MissingIn(goal, indicators)) {
    *r->add_missing() = std::move(missing);
  }
  r->set_complete(r->missing().empty());
  return absl::OkStatus();
}

}  // namespace lotse::engagement
