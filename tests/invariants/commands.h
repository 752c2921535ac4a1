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
  std::shared_ptr<Message> request;
  // How many days pass first.
  int days = 0;
  bool must_fail = false;
  // Whether it is tried first, with `validate_only`.
  bool trial = false;
  // Whether it is sent again with its `request_id`, and then another request with that.
  bool again = false;
};

// The command that a number stands for in a state: right or wrong in any way, but more often
// than not one that can be done. The same number and state give the same command.
Command MakeCommand(uint64_t number, const State& state, absl::CivilDay today);

}  // namespace lotse::invariants
