#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/type/date.pb.h"
#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

// What stands against the criteria that the server checks itself, by check; nothing where
// a criterion holds. Found out by whoever has the store.
using GateFacts = std::map<v1alpha::PhaseCriterion::Check, std::vector<rpc::Obstacle>>;

// Everything that is missing at the gate of a phase, in the order of its criteria and then
// of its deliverables, mandatory or not.
std::vector<v1alpha::MissingAtGate> MissingAt(const v1alpha::Phase& phase, const GateFacts& facts);

// Decides at the gate as the request says, and makes the action items of its conditions.
// PASSED needs everything mandatory; with conditions it does not, but a condition; WAIVED
// needs a reason and a template that allows it (invariant 7). GATE_BLOCKED with everything
// mandatory that is missing, WRONG_STATE, INVALID_FIELDS.
absl::Status DecideGate(const v1alpha::DecideGateRequest& request, const GateFacts& facts,
                        const google::type::Date& today, v1alpha::Phase* phase,
                        std::vector<v1alpha::ActionItem>* action_items);

}  // namespace lotse::engagement
