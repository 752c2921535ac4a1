#include "tests/invariants/closing.h"

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/action_item_service.pb.h"
#include "lotse/engagement/v1alpha/engagement_service.pb.h"
#include "lotse/engagement/v1alpha/phase_service.pb.h"
#include "tests/invariants/house.h"
#include "tests/invariants/resources.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;

namespace {

// A request with name, etag and a reason.
template <class Q, class R>
std::unique_ptr<Q> About(const R& resource) {
  auto request = std::make_unique<Q>();
  request->set_name(resource.name());
  request->set_etag(resource.etag());
  request->set_reason("Es geht zu Ende.");
  return request;
}

std::unique_ptr<Message> Finish(const api::Phase& phase, Dice* dice) {
  if (phase.state() == api::Phase::STATE_IN_GATE) {
    auto decide = About<api::DecideGateRequest>(phase);
    decide->set_verdict(api::GateVerdict::VERDICT_PASSED_WITH_CONDITIONS);
    auto* condition = decide->add_conditions();
    condition->set_action_item_id(absl::StrCat("ende", dice->Below(1000)));
    SetText("title", "Nachreichen", condition);
    *condition->mutable_due_date() = dice->Day(absl::CivilDay(2022, 5, 1));
    return decide;
  }
  auto move = About<api::MovePhaseRequest>(phase);
  const bool begun =
      phase.state() != api::Phase::STATE_PLANNED && phase.state() != api::Phase::STATE_READY;
  if (phase.state() == api::Phase::STATE_ACTIVE) {
    move->set_step(api::PHASE_STEP_ENTER_GATE);
  } else if (phase.skippable() && !begun) {
    move->set_step(api::PHASE_STEP_SKIP);
  } else {
    move->set_step(phase.state() == api::Phase::STATE_PLANNED ? api::PHASE_STEP_PREPARE
                                                              : api::PHASE_STEP_START);
  }
  return move;
}

}  // namespace

std::unique_ptr<Message> TowardsTheEnd(const State& state, Dice* dice) {
  const auto* engagement = state.Get<api::Engagement>(kEngagement);
  if (engagement->final_report().name().empty() && dice->Chance(50)) {
    auto update = std::make_unique<api::UpdateEngagementRequest>();
    api::Engagement* said = update->mutable_engagement();
    *said = *engagement;
    said->mutable_final_report()->set_name(absl::StrCat(kEngagement, "/reports/bericht"));
    said->mutable_final_report()->set_revision(1);
    said->set_sustaining(api::Engagement::SUSTAINING_NONE);
    update->mutable_update_mask()->add_paths("final_report");
    update->mutable_update_mask()->add_paths("sustaining");
    return update;
  }
  const bool too_early = dice->Chance(12);
  for (const auto* phase : state.LiveBelow<api::Phase>(kEngagement)) {
    const bool over = phase->state() == api::Phase::STATE_COMPLETED ||
                      phase->state() == api::Phase::STATE_SKIPPED;
    if (!over && !too_early) return Finish(*phase, dice);
  }
  for (const auto* item : state.LiveBelow<api::ActionItem>(kEngagement)) {
    if (item->state() != api::ActionItem::STATE_OPEN || dice->Chance(too_early ? 50 : 10)) continue;
    auto move = About<api::MoveActionItemRequest>(*item);
    move->set_step(api::ACTION_ITEM_STEP_FINISH);
    return move;
  }
  auto close = About<api::MoveEngagementRequest>(*engagement);
  close->set_step(api::ENGAGEMENT_STEP_CLOSE);
  return close;
}

}  // namespace lotse::invariants
