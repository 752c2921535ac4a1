#pragma once

#include <vector>

namespace lotse::invariants {

// A request that is a step of something, and how often it is tried.
struct StepRequest {
  const char* request;
  const char* message;
  int weight;
};

const std::vector<StepRequest>& Steps();

// Steps that can be taken from a state, by their numbers. What is left out is tried by
// chance only.
struct Hint {
  const char* request;
  int state;
  std::vector<int> steps;
};

const std::vector<Hint>& Hints();

}  // namespace lotse::invariants
