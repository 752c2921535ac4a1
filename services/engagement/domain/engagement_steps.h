#pragma once

#include <vector>

#include "lotse/engagement/v1alpha/action_item.pb.h"
#include "lotse/engagement/v1alpha/administration.pb.h"
#include "lotse/engagement/v1alpha/engagement.pb.h"
#include "lotse/engagement/v1alpha/phase.pb.h"
#include "lotse/engagement/v1alpha/programme.pb.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// The states of an engagement. AGREE is taken by the first agreement in force; the other
// steps are those of MoveEngagement.
const StateMachine& EngagementMachine();

// Whether an engagement is over: nothing of it is planned or decided any more.
bool IsOver(const v1alpha::Engagement& engagement);

// WRONG_STATE if work cannot go on in the engagement: it is over, or suspended.
absl::Status CheckUnderWay(const v1alpha::Engagement& engagement);

// Whether an administration fits into a programme: Land and number of inhabitants (D-010,
// D-011). Without a limit nothing has to be known.
v1alpha::EligibilityNote EligibilityOf(const v1alpha::Administration& administration,
                                       const v1alpha::Programme& programme,
                                       const google::type::Date& today);

// What stands against closing an engagement (invariant 25): phases that are not final,
// open action items, no final report, nothing said about what is sustained. `phases` and
// `action_items` are all of the engagement that are not deleted.
std::vector<rpc::Obstacle> StandsAgainstClosing(
    const v1alpha::Engagement& engagement, const std::vector<v1alpha::Phase>& phases,
    const std::vector<v1alpha::ActionItem>& action_items);

}  // namespace lotse::engagement
