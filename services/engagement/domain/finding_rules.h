#pragma once

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/finding_service.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with a finding, with paths from `finding`: texts, codes and limits as
// finding.proto says; track, of the same engagement; each piece of evidence has a source
// or a note.
rpc::FieldViolations CheckFinding(const v1alpha::Finding& finding);

// DRAFT → VALIDATED or REJECTED, and back to DRAFT.
const StateMachine& FindingMachine();

// What of the request stands against the step: VALIDATE needs evidence, REOPEN a reason.
rpc::FieldViolations CheckFindingStep(const v1alpha::Finding& finding,
                                      const v1alpha::DecideFindingRequest& request);

// CONTENT_FINAL if something else than the external ids was changed in a finding that was
// validated or rejected.
absl::Status CheckFindingChange(const v1alpha::Finding& before, const v1alpha::Finding& after);

}  // namespace lotse::engagement
