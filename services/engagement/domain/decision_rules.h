#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/decision.pb.h"
#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

// Rules of decisions. Source: domain invariant 9.
namespace lotse::engagement {

// PROPOSED, then ADOPTED, ADOPTED_MODIFIED, DEFERRED or REJECTED, then IMPLEMENTED or
// REVOKED. Steps are those of DecisionStep without their prefix.
const StateMachine& DecisionMachine();

// What is wrong with a decision, with paths from `decision`. Whether what it names exists
// is not known here.
rpc::FieldViolations CheckDecision(const v1alpha::Decision& decision);

// What is wrong with a step as it is asked for: REVOKE needs a reason, ADOPT_MODIFIED a
// modification, which nothing else has.
rpc::FieldViolations CheckDecisionStep(const v1alpha::MoveDecisionRequest& request);

// Takes the step and sets what follows from it: the day it was decided, and how it was
// changed. WRONG_STATE.
absl::Status TakeDecisionStep(const v1alpha::MoveDecisionRequest& request,
                              const google::type::Date& today, v1alpha::Decision* decision);

// Whether a step adopts.
bool Adopts(v1alpha::DecisionStep step);

// CONTENT_FINAL once it is decided. One that was deferred is open.
absl::Status CheckUndecided(const v1alpha::Decision& decision);

}  // namespace lotse::engagement
