#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "runtime/rpc/error.h"

namespace lotse::engagement {

// Which steps lead from which states to which. Every kind with states has one table, and
// nothing else changes the state of it; its test compares the table with the whole square
// of states and steps.
class StateMachine {
 public:
  // From one state to another by a step. States are numbers of the enum.
  struct Transition {
    absl::string_view step;
    int from;
    int to;
  };

  // `states` is the enum of the states, whose values begin with `STATE_`.
  StateMachine(const google::protobuf::EnumDescriptor* states,
               std::initializer_list<Transition> transitions)
      : states_(states), transitions_(transitions) {}

  // The state that `step` leads to from `state`. WRONG_STATE if it leads nowhere, with
  // what is possible in `state`, and from where the step is; metadata `state`, `step` and
  // `possible_steps`. `subject` is the name of the resource.
  absl::StatusOr<int> After(absl::string_view subject, int state, absl::string_view step) const;

  // CONTENT_FINAL: `subject` is in `state`, and `instead` says what can be done.
  absl::Status Final(absl::string_view subject, int state, const rpc::Wording& instead) const;

  // Whether no step leads away from `state`.
  bool IsFinal(int state) const;

  // The name of a state without its prefix, for example `IN_PROGRESS`.
  std::string NameOf(int state) const;

  const google::protobuf::EnumDescriptor* states() const { return states_; }
  const std::vector<Transition>& transitions() const { return transitions_; }

 private:
  const google::protobuf::EnumDescriptor* const states_;
  const std::vector<Transition> transitions_;
};

// CONTENT_FINAL if a resource is not in its first state any more: then a step takes it out of
// the way, with a reason, and deleting does not. `instead` says which.
template <class Resource>
absl::Status CheckNeverDecided(const Resource& resource, int first, const StateMachine& machine,
                               const rpc::Wording& instead) {
  if (resource.state() == first) return absl::OkStatus();
  return machine.Final(resource.name(), resource.state(), instead);
}

// Takes a step with a resource whose field `state` the machine is about. Errors as After.
template <class Resource>
absl::Status TakeStep(const StateMachine& machine, absl::string_view step, Resource* resource) {
  const absl::StatusOr<int> after = machine.After(resource->name(), resource->state(), step);
  if (!after.ok()) return after.status();
  resource->set_state(static_cast<decltype(resource->state())>(*after));
  return absl::OkStatus();
}

}  // namespace lotse::engagement
