#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "tests/invariants/state.h"

namespace lotse::invariants {

// What somebody does next.
struct Command {
  // Null: they wait.
  std::unique_ptr<Message> request;
  // How many days pass first.
  int days = 0;
  bool must_fail = false;
};

// The command that a number stands for in a state: right or wrong in any way, but more often
// than not one that can be done. The same number and state give the same command.
Command MakeCommand(uint64_t number, const State& state, absl::CivilDay today);

}  // namespace lotse::invariants
