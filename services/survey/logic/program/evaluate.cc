#include "services/survey/logic/program/evaluate.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "services/survey/logic/program/evaluator.h"

namespace lotse::survey::logic {
namespace {

// The frame of the whole: of a program for a list its row, else the node, which is as many as its
// repeat has instances.
Evaluator::Frame Outermost(const Program& program, const Site& site) {
  const Instance& instance = *site.instance;
  Evaluator::Frame frame;
  if (const int list = program.code().list; list != kNone) {
    frame.node = {list, site.row, Node::kItem};
    frame.position = site.row + 1;
    frame.size = static_cast<int>(instance.tree().list(list).rows());
    return frame;
  }
  frame.node = Node::OfResponse(site.node);
  if (const NodeId repeat = instance.EnclosingRepeat(site.node); repeat != kNone) {
    frame.position = instance.position(repeat);
    frame.size = static_cast<int>(
        instance.Children(instance.parent(repeat), instance.element(repeat)).size());
  }
  return frame;
}

// Runs the program and hands its value, while what it points into is there, to `take`.
template <typename Result, typename Take>
absl::StatusOr<Result> Evaluate(const Program& program, const Site& site,
                                const Environment& environment, std::int64_t steps, Take take) {
  if (environment.steps_left != nullptr) {
    *environment.steps_left -= kStepsOfStart;
    steps = std::min(steps, *environment.steps_left);
  }
  Runtime runtime(&site.instance->tree(), site.instance, &environment, steps);
  // Also for a program that would take no step.
  if (steps < 0) runtime.Charge(0);
  Evaluator evaluator(&program.code(), &runtime, site.node);
  const Value value = evaluator.Run(program.code().root, Outermost(program, site));
  absl::StatusOr<Result> result = take(runtime, value);
  if (environment.steps_left != nullptr) *environment.steps_left -= steps - runtime.steps();
  if (runtime.failed()) return runtime.status();
  return result;
}

}  // namespace

absl::StatusOr<bool> EvaluateBoolean(const Program& program, const Site& site,
                                     const Environment& environment, std::int64_t steps) {
  return Evaluate<bool>(program, site, environment, steps,
                        [](Runtime& rt, const Value& value) { return rt.Boolean(value); });
}

absl::StatusOr<double> EvaluateNumber(const Program& program, const Site& site,
                                      const Environment& environment, std::int64_t steps) {
  return Evaluate<double>(program, site, environment, steps,
                          [](Runtime& rt, const Value& value) { return rt.Number(value); });
}

absl::StatusOr<std::string> EvaluateText(const Program& program, const Site& site,
                                         const Environment& environment, std::int64_t steps) {
  return Evaluate<std::string>(
      program, site, environment, steps,
      [](Runtime& rt, const Value& value) { return std::string(rt.Text(value)); });
}

absl::StatusOr<std::string> EvaluateValue(const Program& program, const Site& site,
                                          const Environment& environment, std::int64_t steps) {
  return Evaluate<std::string>(
      program, site, environment, steps, [](Runtime& rt, const Value& value) {
        const bool none = value.type() == ValueType::kNumber && std::isnan(value.number());
        return none ? std::string() : std::string(rt.Text(value));
      });
}

absl::StatusOr<NodeSet> EvaluateNodes(const Program& program, const Site& site,
                                      const Environment& environment, std::int64_t steps) {
  return Evaluate<NodeSet>(
      program, site, environment, steps,
      [](Runtime&, const Value& value) -> absl::StatusOr<NodeSet> {
        if (value.is_nodes()) return value.nodes();
        return absl::InvalidArgumentError("the expression gives no node set; give a path");
      });
}

}  // namespace lotse::survey::logic
