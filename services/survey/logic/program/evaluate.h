#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/survey/logic/form/instance.h"
#include "services/survey/logic/form/node.h"
#include "services/survey/logic/program/program.h"
#include "services/survey/logic/values/environment.h"

// Running programs. Errors are RESOURCE_EXHAUSTED if the budget is used up, INVALID_ARGUMENT if a
// function was given something that it cannot take and that is no matter of conversion, and
// FAILED_PRECONDITION if the environment lacks what is needed. None holds anything of an answer.
namespace lotse::survey::logic {

// Where a program is run: at a node of the element that it was compiled for, and for one that was
// compiled for a list at a row of it.
struct Site {
  const Instance* instance = nullptr;
  NodeId node = kRootNode;
  int row = 0;
};

// What the program comes to, as the type that is asked for.
absl::StatusOr<bool> EvaluateBoolean(const Program& program, const Site& site,
                                     const Environment& environment,
                                     std::int64_t steps = kMaxSteps);
absl::StatusOr<double> EvaluateNumber(const Program& program, const Site& site,
                                      const Environment& environment,
                                      std::int64_t steps = kMaxSteps);
absl::StatusOr<std::string> EvaluateText(const Program& program, const Site& site,
                                         const Environment& environment,
                                         std::int64_t steps = kMaxSteps);
// The text that is kept as the value of a question: a number that is none (NaN) is no value.
absl::StatusOr<std::string> EvaluateValue(const Program& program, const Site& site,
                                          const Environment& environment,
                                          std::int64_t steps = kMaxSteps);
// INVALID_ARGUMENT if it comes to something else than a node set.
absl::StatusOr<NodeSet> EvaluateNodes(const Program& program, const Site& site,
                                      const Environment& environment,
                                      std::int64_t steps = kMaxSteps);

}  // namespace lotse::survey::logic
