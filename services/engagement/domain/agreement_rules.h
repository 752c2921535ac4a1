#pragma once

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "lotse/engagement/v1alpha/agreement.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/field_violation.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// What is wrong with a version of an agreement by itself, with paths from `agreement`.
rpc::FieldViolations CheckAgreement(const v1alpha::Agreement& agreement);

// The states of a version. SUPERSEDE is taken when the next one comes into force.
const StateMachine& AgreementMachine();

// What is missing before a version can be proposed, with paths from `agreement`. `in_force`
// is the version that counts now, if there is one: a further one amends it, and says why.
rpc::FieldViolations MissingToPropose(const v1alpha::Agreement& agreement,
                                      const std::optional<v1alpha::Agreement>& in_force);

// What a version that was brought back lacks: from the day on which it was proposed it has a
// number and a first day; one that was superseded also a last one, not before the first.
rpc::FieldViolations MissingInVersion(const v1alpha::Agreement& agreement);

// Whether a version has its place among all of its engagement, in whatever order they came:
// one of them is in force, those that are or were in force share no day (invariant 2), and
// each has a number of its own. AGREEMENT_OVERLAP, INVALID_FIELDS.
absl::Status CheckAmongVersions(const v1alpha::Agreement& agreement,
                                const std::vector<v1alpha::Agreement>& all);

// Whether the end of an engagement with these versions may lie beyond the programme's limit:
// the version in force is an amendment that says why (invariant 3). So it may also while none
// is in force: an agreed end is brought back before its versions, which are then looked at.
bool EndIsAmended(const std::vector<v1alpha::Agreement>& versions);

// Puts `agreement` in force and ends `in_force` on the day before (invariant 2); both come
// with the engagement whose end it sets (invariant 3). AGREEMENT_OVERLAP, DURATION_LIMIT,
// WRONG_STATE, INVALID_FIELDS (nobody agreed).
absl::Status Enforce(const v1alpha::Programme& programme, v1alpha::Agreement* agreement,
                     v1alpha::Agreement* in_force, v1alpha::Engagement* engagement);

}  // namespace lotse::engagement
