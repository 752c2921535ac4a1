#pragma once

#include <vector>

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/goal.pb.h"
#include "lotse/engagement/v1alpha/measure_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with a measure, with paths from `measure`: texts, codes and limits as
// measure.proto says; goals, track and indicators of the same engagement; due not before
// it starts; one effort for each unit and month; functions, never persons (invariant 6).
rpc::FieldViolations CheckMeasure(const v1alpha::Measure& measure);

// What is wrong with the goals that a measure names: it serves action goals only
// (invariant 4). `goals` are those that are there.
rpc::FieldViolations CheckServedGoals(const v1alpha::Measure& measure,
                                      const std::vector<v1alpha::Goal>& goals);

// IDEA → PLANNED → APPROVED → IN_PROGRESS ⇄ BLOCKED, ON_HOLD → DONE → VERIFIED →
// SUSTAINED; from APPROVED until DONE back to PLANNED, to be approved again; CANCELLED from
// every state before DONE.
const StateMachine& MeasureMachine();

// What a measure needs to be approved: MEASURE_INCOMPLETE with all that is missing
// (invariants 4, 6 and 8). `goals` are those that it names.
absl::Status CheckApprovable(const v1alpha::Measure& measure,
                             const std::vector<v1alpha::Goal>& goals);

// Whether a measure was approved and is not over.
bool IsRunning(const v1alpha::Measure& measure);
// Whether it is done or cancelled: nothing of it is due any more.
bool IsOver(const v1alpha::Measure& measure);

// What of the request stands against the step: BLOCK needs an open blocker or a reason;
// progress lies between 0 and 100.
rpc::FieldViolations CheckMeasureMove(const v1alpha::Measure& measure,
                                      const v1alpha::MoveMeasureRequest& request);
// The same: REVISE and CANCEL need a reason, `override_reason` belongs to APPROVE.
rpc::FieldViolations CheckMeasureDecision(const v1alpha::DecideMeasureRequest& request);

// Takes a step on the day `today`. FINISH sets the day and a progress of 100. WRONG_STATE.
absl::Status MoveMeasure(const v1alpha::MoveMeasureRequest& request,
                         const google::type::Date& today, v1alpha::Measure* measure);
// APPROVE says that it is not stale.
absl::Status DecideMeasure(const v1alpha::DecideMeasureRequest& request, v1alpha::Measure* measure);

// CONTENT_FINAL if what was decided was changed in a measure that is approved and not over:
// which fields that are says measure.proto. Of one that is over all is final but for the
// external ids and the indicators, since effects show later.
absl::Status CheckMeasureChange(const v1alpha::Measure& before, const v1alpha::Measure& after);

}  // namespace lotse::engagement
