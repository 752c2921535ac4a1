#pragma once

#include "lotse/engagement/v1alpha/phase_template.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// DRAFT, PUBLISH to PUBLISHED, RETIRE to RETIRED.
const StateMachine& PhaseTemplateMachine();

// What is wrong with a phase template, with paths from `phase_template`: limits, ids that are
// given twice, months, and a template before it that is of another programme or itself.
rpc::FieldViolations CheckPhaseTemplate(const v1alpha::PhaseTemplate& phase_template);

}  // namespace lotse::engagement
