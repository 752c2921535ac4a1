#pragma once

#include "lotse/engagement/v1alpha/milestone_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with a milestone, with paths from `milestone`. Its date may lie outside
// those of its measure: what prepares a measure comes before, what checks it after.
rpc::FieldViolations CheckMilestone(const v1alpha::Milestone& milestone);

// OPEN → REACHED or CANCELLED, and back to OPEN.
const StateMachine& MilestoneMachine();

// Takes a step on the day `today`. INVALID_FIELDS (no such step), WRONG_STATE.
absl::Status MoveMilestone(v1alpha::MilestoneStep step, const google::type::Date& today,
                           v1alpha::Milestone* milestone);

}  // namespace lotse::engagement
