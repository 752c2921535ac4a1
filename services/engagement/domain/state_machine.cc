#include "services/engagement/domain/state_machine.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "runtime/rpc/error.h"
#include "services/engagement/domain/content_final.h"

namespace lotse::engagement {

absl::StatusOr<int> StateMachine::After(absl::string_view subject, int state,
                                        absl::string_view step) const {
  std::vector<absl::string_view> possible;
  std::vector<std::string> from;
  for (const Transition& transition : transitions_) {
    if (transition.step == step && transition.from == state) return transition.to;
    if (transition.from == state) possible.push_back(transition.step);
    if (transition.step == step) from.push_back(NameOf(transition.from));
  }
  const std::string steps = absl::StrJoin(possible, ", ");
  const std::string states = absl::StrJoin(from, ", ");
  return rpc::Precondition(
      type::v1alpha::ERROR_REASON_WRONG_STATE, subject,
      {absl::StrCat("ist ", NameOf(state), "; ", step, " ist möglich ",
                    from.empty() ? "von nirgends" : absl::StrCat("von ", states),
                    "; jetzt möglich: ", steps.empty() ? "nichts" : steps),
       absl::StrCat("is ", NameOf(state), "; ", step, " is possible from ",
                    from.empty() ? "nowhere" : states,
                    "; possible now: ", steps.empty() ? "nothing" : steps)},
      {{"state", NameOf(state)}, {"step", step}, {"possible_steps", steps}});
}

absl::Status StateMachine::Final(absl::string_view subject, int state,
                                 const rpc::Wording& instead) const {
  return ContentIsFinal(subject, NameOf(state), instead);
}

bool StateMachine::IsFinal(int state) const {
  return absl::c_none_of(transitions_, [&](const Transition& t) { return t.from == state; });
}

std::string StateMachine::NameOf(int state) const {
  const auto* value = states_->FindValueByNumber(state);
  if (value == nullptr) return absl::StrCat(state);
  return std::string(absl::StripPrefix(value->name(), "STATE_"));
}

}  // namespace lotse::engagement
