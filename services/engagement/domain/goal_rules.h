#pragma once

#include <vector>

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/goal_service.pb.h"
#include "lotse/engagement/v1alpha/indicator.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// Levels of the tree of goals: guiding, intermediate and action goals (invariant 4).
inline constexpr int kGoalLevels = 3;

// Whether a goal belongs to a programme, which shares it with its engagements.
bool IsShared(const v1alpha::Goal& goal);

// What is wrong with a goal, with paths from `goal`: texts, codes and limits as goal.proto
// says; needs, track, indicators and parent of the same engagement or programme; a goal
// of a programme has no track, needs, unit and shared goal.
rpc::FieldViolations CheckGoal(const v1alpha::Goal& goal);

// DRAFT ⇄ PROPOSED → ADOPTED → ACHIEVED, PARTLY_ACHIEVED or NOT_ACHIEVED; ADOPTED → DRAFT
// as a new version; everything that is not decided upon in the end can be WITHDRAWN.
const StateMachine& GoalMachine();

// GOAL_TREE if the parent of a goal, by its name, is no goal of the same engagement or
// programme, or if a guiding goal has one. To be asked before the parent is looked at:
// what belongs to somebody else is not told of.
absl::Status CheckParentName(const v1alpha::Goal& goal);

// GOAL_TREE unless `goal` may lie below `parent`, one level above it. Levels do not
// change, so that there are no circles (invariant 4).
absl::Status CheckBelow(const v1alpha::Goal& goal, const v1alpha::Goal& parent);

// GOAL_TREE if a goal lacks the parent that it needs before it is proposed.
absl::Status CheckHasParent(const v1alpha::Goal& goal);

// What a goal lacks before it can be adopted (invariant 5), all at once, in the order of
// goal.proto. `indicators` are those that it names and that are not deleted. What is
// needed says DecideGoal in goal_service.proto.
std::vector<v1alpha::MissingInGoal> MissingIn(const v1alpha::Goal& goal,
                                              const std::vector<v1alpha::Indicator>& indicators);

// Whether an indicator has all that a goal needs that is measured by it.
bool CanMeasure(const v1alpha::Indicator& indicator);

// GOAL_INCOMPLETE with all that is missing; OK if nothing is.
absl::Status CheckComplete(const v1alpha::Goal& goal,
                           const std::vector<v1alpha::Indicator>& indicators);

// What of the request stands against the step: REVISE and WITHDRAW need a reason,
// `decision` and `override_reason` belong to ADOPT; the decision is of the same engagement.
rpc::FieldViolations CheckGoalDecision(const v1alpha::Goal& goal,
                                       const v1alpha::DecideGoalRequest& request);

// What is wrong with the decision by which a goal is to be adopted, with paths from the
// request: it was put off, turned down or revoked, or is only put forward; or it is not about
// the goal. `goals` are the names of the goal and of those above it (D-081).
rpc::FieldViolations CheckAdoptedBy(const v1alpha::Decision& decision,
                                    const std::vector<std::string>& goals);

// Takes a step on the day `today`. ADOPT sets decision and day; REVISE keeps the version
// that was adopted. WRONG_STATE, CONTENT_FINAL (it was revised 20 times).
absl::Status DecideGoal(const v1alpha::DecideGoalRequest& request, const google::type::Date& today,
                        v1alpha::Goal* goal);

// CONTENT_FINAL if something else than the external ids and the reason why it has no
// measure was changed in a goal that was adopted, achieved or not, or withdrawn.
absl::Status CheckGoalChange(const v1alpha::Goal& before, const v1alpha::Goal& after);

// Whether a goal was adopted, and nobody has said yet what became of it.
bool IsAdopted(const v1alpha::Goal& goal);

}  // namespace lotse::engagement
