#pragma once

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/engagement/domain/state_machine.h"

namespace lotse::engagement {

// The whole square of a machine for tests: one line for each state and step of it, as
// `DRAFT SUBMIT -> SUBMITTED` or `DRAFT LOCK -> refused`.
inline std::set<std::string> SquareOf(const StateMachine& machine) {
  std::set<std::string> square;
  for (int i = 0; i < machine.states()->value_count(); ++i) {
    const int state = machine.states()->value(i)->number();
    for (const StateMachine::Transition& transition : machine.transitions()) {
      const auto after = machine.After("x", state, transition.step);
      square.insert(absl::StrCat(machine.NameOf(state), " ", transition.step, " -> ",
                                 after.ok() ? machine.NameOf(*after) : "refused"));
    }
  }
  return square;
}

// What of the square is legal, one line each, sorted. A test compares it with the table
// that it was given, so everything else is refused.
inline std::set<std::string> LegalOf(const StateMachine& machine) {
  std::set<std::string> legal;
  for (const std::string& line : SquareOf(machine)) {
    if (line.find("refused") == std::string::npos) legal.insert(line);
  }
  return legal;
}

}  // namespace lotse::engagement
