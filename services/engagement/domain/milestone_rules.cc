#include "services/engagement/domain/milestone_rules.h"

#include "runtime/rpc/error.h"
#include "runtime/types/date.h"
#include "runtime/types/external_id.h"
#include "runtime/types/text.h"
#include "services/engagement/domain/chain_checks.h"

namespace lotse::engagement {

using v1alpha::Milestone;

rpc::FieldViolations CheckMilestone(const Milestone& milestone) {
  rpc::FieldViolations violations;
  types::CheckText("milestone.title", milestone.title(), &violations);
  types::CheckDate("milestone.due_date", milestone.due_date(), &violations);
  types::CheckExternalIds("milestone.external_ids", milestone.external_ids(), &violations);
  return violations;
}

const StateMachine& MilestoneMachine() {
  static const auto* const machine =
      new StateMachine(Milestone::State_descriptor(),
                       {{"REACH", Milestone::STATE_OPEN, Milestone::STATE_REACHED},
                        {"CANCEL", Milestone::STATE_OPEN, Milestone::STATE_CANCELLED},
                        {"REOPEN", Milestone::STATE_REACHED, Milestone::STATE_OPEN},
                        {"REOPEN", Milestone::STATE_CANCELLED, Milestone::STATE_OPEN}});
  return *machine;
}

absl::Status MoveMilestone(v1alpha::MilestoneStep step, const google::type::Date& today,
                           Milestone* milestone) {
  rpc::FieldViolations violations;
  const std::string name = StepName(step);
  CheckStepIsOneOf({"REACH", "CANCEL", "REOPEN"}, name, &violations);
  if (!violations.empty()) return rpc::InvalidFields(violations);
  if (absl::Status s = TakeStep(MilestoneMachine(), name, milestone); !s.ok()) return s;
  milestone->clear_reach_date();
  if (milestone->state() == Milestone::STATE_REACHED) *milestone->mutable_reach_date() = today;
  return absl::OkStatus();
}

}  // namespace lotse::engagement
