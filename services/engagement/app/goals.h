#pragma once

#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "runtime/resource/tx.h"

// Use cases of goals; errors as goal_service.proto says.
namespace lotse::engagement {

absl::Status MoveGoal(resource::Tx& tx, const v1alpha::MoveGoalRequest& q, v1alpha::Goal* r);
absl::Status DecideGoal(resource::Tx& tx, const v1alpha::DecideGoalRequest& q, v1alpha::Goal* r);
absl::Status ConfirmGoal(resource::Tx& tx, const v1alpha::ConfirmGoalRequest& q, v1alpha::Goal* r);
absl::Status TellMissing(resource::Tx& tx, const v1alpha::CheckGoalRequest& q,
                         v1alpha::CheckGoalResponse* r);
absl::Status InheritShared(resource::Tx& tx, const v1alpha::InheritSharedRequest& q,
                           v1alpha::InheritSharedResponse* r);

}  // namespace lotse::engagement
