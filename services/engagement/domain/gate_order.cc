#include "services/engagement/domain/gate_order.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/phase_rules.h"

namespace lotse::engagement {

using v1alpha::Phase;
using Serves = v1alpha::PhaseTemplateItem::Serves;

namespace {

// The first of the phases that serves it; null if none does.
const Phase* FirstThatServes(const std::vector<Phase>& phases, Serves serves) {
  const Phase* first = nullptr;
  for (const Phase& phase : phases) {
    if (phase.serves() != serves) continue;
    if (first == nullptr || phase.position() < first->position()) first = &phase;
  }
  return first;
}

}  // namespace

absl::Status CheckGateBefore(const std::vector<Phase>& phases, Serves serves,
                             absl::string_view override_reason) {
  const Phase* first = FirstThatServes(phases, serves);
  const bool overridden = !absl::StripAsciiWhitespace(override_reason).empty();
  if (first == nullptr || overridden) return absl::OkStatus();
  std::vector<const Phase*> before;
  for (const Phase& phase : phases) {
    if (phase.position() < first->position() && !IsFinal(phase)) before.push_back(&phase);
  }
  std::sort(before.begin(), before.end(),
            [](const Phase* a, const Phase* b) { return a->position() < b->position(); });
  std::vector<rpc::Obstacle> obstacles;
  for (const Phase* phase : before) {
    const std::string state = PhaseMachine().NameOf(phase->state());
    obstacles.push_back(
        {phase->name(),
         {absl::StrCat("ist ", state,
                       "; abschließen oder überspringen, oder eine override_reason angeben"),
          absl::StrCat("is ", state, "; complete or skip it, or give an override_reason")}});
  }
  return rpc::Preconditions(type::v1alpha::ERROR_REASON_GATE_NOT_PASSED, obstacles);
}

bool StandsOn(const std::vector<Phase>& phases, Serves serves, const Phase& reopened) {
  bool any = false;
  for (const Phase& phase : phases) {
    if (phase.serves() != serves) continue;
    any = true;
    if (reopened.position() <= phase.position()) return true;
  }
  return !any;
}

}  // namespace lotse::engagement
