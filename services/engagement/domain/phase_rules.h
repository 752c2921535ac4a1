#pragma once

#include <vector>

#include "absl/status/status.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with a phase by itself, with paths from `phase`.
rpc::FieldViolations CheckPhase(const v1alpha::Phase& phase);

// What of a change is not allowed, with paths from `phase`: what came from the template
// stays, with its weight; and of a phase that is over nothing is changed (CONTENT_FINAL).
// `given` is the phase of the template that it was copied from; an empty one if it was added.
absl::Status CheckPhaseChange(const v1alpha::Phase& before, const v1alpha::Phase& after,
                              const v1alpha::PhaseTemplateItem& given);

// INVALID_FIELDS if a phase of the template would change its place among those of the
// template: what a gate guards must not be moved before it. `track` are the phases of the
// track as they are.
absl::Status CheckOrderKept(const v1alpha::Phase& before, const v1alpha::Phase& after,
                            const std::vector<v1alpha::Phase>& track);

// The states of a phase: the steps of PhaseStep, and PASS, FAIL and WAIVE at its gate.
const StateMachine& PhaseMachine();

// Whether a phase needs no more work: its gate was passed, or it was skipped.
bool IsFinal(const v1alpha::Phase& phase);

// Whether the last day as planned is past, and neither the phase nor its engagement is over
// (invariant 17).
bool IsOverdue(const v1alpha::Engagement& engagement, const v1alpha::Phase& phase,
               const google::type::Date& today);

// What a matrix shows of a phase of an engagement.
v1alpha::PhaseMatrixCell CellOf(const v1alpha::Engagement& engagement, const v1alpha::Phase& phase,
                                const google::type::Date& today);

// Takes a step that is no decision at the gate. `track` are the phases of its track that
// are not deleted, itself among them. A phase is prepared when all before it are final, or
// with a reason (D-191). WRONG_STATE, PHASE_ORDER, INVALID_FIELDS (a reason is missing).
absl::Status MovePhase(v1alpha::PhaseStep step, absl::string_view reason,
                       const google::type::Date& today, const std::vector<v1alpha::Phase>& track,
                       v1alpha::Phase* phase);

// The phases of a track that have to be looked at again because `reopened` was opened
// again: those behind it that were worked on. Marks them stale and returns them; deletes
// nothing (invariant 18).
std::vector<v1alpha::Phase> MarkStaleBehind(const v1alpha::Phase& reopened,
                                            const std::vector<v1alpha::Phase>& track);

// Splits `phase` as the request says: makes the second one, which lies behind it, and moves
// what belongs to that. `track` as in MovePhase. WRONG_STATE, INVALID_FIELDS.
absl::Status SplitPhase(const v1alpha::SplitPhaseRequest& request,
                        const std::vector<v1alpha::Phase>& track, v1alpha::Phase* phase,
                        v1alpha::Phase* second);

}  // namespace lotse::engagement
