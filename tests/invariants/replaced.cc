#include "tests/invariants/replaced.h"

#include "absl/strings/str_cat.h"
#include "lotse/engagement/v1alpha/decision_service.pb.h"
#include "tests/invariants/house.h"
#include "tests/invariants/resources.h"

namespace lotse::invariants {

namespace api = engagement::v1alpha;
using api::Decision;

namespace {

bool Holds(const Decision& decision) {
  return decision.state() == Decision::STATE_ADOPTED ||
         decision.state() == Decision::STATE_ADOPTED_MODIFIED ||
         decision.state() == Decision::STATE_IMPLEMENTED;
}

std::unique_ptr<Message> Adopt(const Decision& decision) {
  auto move = std::make_unique<api::MoveDecisionRequest>();
  move->set_name(decision.name());
  move->set_etag(decision.etag());
  move->set_step(api::DECISION_STEP_ADOPT);
  return move;
}

}  // namespace

std::unique_ptr<Message> AboutReplaced(const State& state, Dice* dice) {
  std::vector<const Decision*> proposed, holding;
  for (const auto* decision : state.LiveBelow<Decision>(kEngagement)) {
    if (Holds(*decision)) holding.push_back(decision);
    if (decision->state() == Decision::STATE_PROPOSED) proposed.push_back(decision);
  }
  // One whose other holds; or any, so that there is something to replace.
  for (const Decision* decision : proposed) {
    const auto* other = state.Live<Decision>(decision->replaces());
    if (other != nullptr && Holds(*other)) return Adopt(*decision);
  }
  if (holding.empty()) return proposed.empty() ? nullptr : Adopt(*dice->OneOf(proposed));
  auto create = std::make_unique<api::CreateDecisionRequest>();
  create->set_parent(kEngagement);
  create->set_decision_id(absl::StrCat("statt", dice->Below(20)));
  const Decision* other = dice->OneOf(holding);
  SetText("title", "Stattdessen", create->mutable_decision());
  SetText("text", "Es geht anders.", create->mutable_decision());
  create->mutable_decision()->set_body(other->body());
  create->mutable_decision()->set_replaces(other->name());
  return create;
}

}  // namespace lotse::invariants
