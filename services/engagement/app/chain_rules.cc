#include "services/engagement/app/chain_rules.h"

#include "runtime/rpc/error.h"
#include "services/engagement/app/measures.h"
#include "services/engagement/app/units.h"
#include "services/engagement/domain/finding_rules.h"
#include "services/engagement/domain/goal_rules.h"
#include "services/engagement/domain/measure_rules.h"
#include "services/engagement/domain/milestone_rules.h"
#include "services/engagement/domain/need_rules.h"

namespace lotse::engagement {

using resource::Tx;
using v1alpha::Finding;
using v1alpha::Goal;
using v1alpha::Measure;
using v1alpha::Milestone;
using v1alpha::Need;

absl::Status CheckTree(Tx& tx, const Goal& goal) {
  if (absl::Status s = CheckParentName(goal); !s.ok()) return s;
  if (goal.parent_goal().empty()) {
    // What was proposed keeps its parent, whatever became of it, unless it was withdrawn: that
    // may have been before.
    const bool needed = goal.state() != Goal::STATE_DRAFT && goal.state() != Goal::STATE_WITHDRAWN;
    return needed ? CheckHasParent(goal) : absl::OkStatus();
  }
  Goal parent;
  const absl::Status loaded = tx.Load(goal.parent_goal(), &parent);
  if (absl::IsNotFound(loaded)) return absl::OkStatus();
  return loaded.ok() ? CheckBelow(goal, parent) : loaded;
}

absl::Status CheckServes(Tx& tx, const Measure& measure) {
  std::vector<Goal> goals;
  if (absl::Status s = LoadServedGoals(tx, measure, &goals); !s.ok()) return s;
  return rpc::InvalidFields(CheckServedGoals(measure, goals));
}

namespace {

void AddGoalRules(resource::Standard* standard) {
  resource::RulesOf<Goal> goals;
  goals.check = &CheckGoal;
  goals.create = [](Tx& tx, Goal* goal) {
    goal->set_state(Goal::STATE_DRAFT);
    goal->set_version(1);
    return CheckTree(tx, *goal);
  };
  goals.update = [](Tx& tx, const Goal& before, Goal* after) {
    if (absl::Status s = CheckGoalChange(before, *after); !s.ok()) return s;
    return CheckTree(tx, *after);
  };
  goals.remove = [](Tx&, const Goal& goal) {
    return CheckNeverDecided(goal, Goal::STATE_DRAFT, GoalMachine(),
                             {"mit Begründung zurückziehen", "withdraw it with a reason"});
  };
  standard->Add(WithOwnUnits(goals));
}

void AddMeasureRules(resource::Standard* standard) {
  resource::RulesOf<Measure> measures;
  measures.check = &CheckMeasure;
  measures.create = [](Tx& tx, Measure* measure) {
    measure->set_state(Measure::STATE_IDEA);
    return CheckServes(tx, *measure);
  };
  measures.update = [](Tx& tx, const Measure& before, Measure* after) {
    if (absl::Status s = CheckMeasureChange(before, *after); !s.ok()) return s;
    return CheckServes(tx, *after);
  };
  measures.remove = [](Tx&, const Measure& measure) {
    return CheckNeverDecided(measure, Measure::STATE_IDEA, MeasureMachine(),
                             {"mit Begründung abbrechen", "cancel it with a reason"});
  };
  standard->Add(WithOwnUnits(measures));

  resource::RulesOf<Milestone> milestones;
  milestones.check = &CheckMilestone;
  milestones.create = [](Tx&, Milestone* milestone) {
    milestone->set_state(Milestone::STATE_OPEN);
    return absl::OkStatus();
  };
  standard->Add(milestones);
}

}  // namespace

void AddChainRules(resource::Standard* standard) {
  resource::RulesOf<Finding> findings;
  findings.check = &CheckFinding;
  findings.create = [](Tx&, Finding* finding) {
    finding->set_state(Finding::STATE_DRAFT);
    return absl::OkStatus();
  };
  findings.update = [](Tx&, const Finding& before, Finding* after) {
    return CheckFindingChange(before, *after);
  };
  findings.remove = [](Tx&, const Finding& finding) {
    return CheckNeverDecided(finding, Finding::STATE_DRAFT, FindingMachine(),
                             {"verwerfen, oder mit Begründung wieder öffnen",
                              "reject it, or open it again with a reason"});
  };
  standard->Add(WithOwnUnits(findings));

  resource::RulesOf<Need> needs;
  needs.check = &CheckNeed;
  standard->Add(WithOwnUnits(needs));

  AddGoalRules(standard);
  AddMeasureRules(standard);
}

}  // namespace lotse::engagement
