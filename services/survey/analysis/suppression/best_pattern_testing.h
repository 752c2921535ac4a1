#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "services/survey/analysis/suppression/two_way_needs.h"
#include "services/survey/analysis/suppression/two_way_search.h"

// The cheapest pattern of a table of two variables, which tests measure QuickPattern by.

namespace lotse::survey::suppression {

// What the exact search found.
struct BestPattern {
  // None if hiding all available cells is not enough.
  std::optional<Pattern> pattern;
  // No pattern is cheaper. Else the search ended because of its limit of steps.
  bool is_optimal = true;
};

class BranchAndBound {
 public:
  BranchAndBound(const TwoWayTask& task, Pattern best, int max_steps)
      : task_(task), best_(std::move(best)), best_cost_(task.CostOf(best_)), steps_(max_steps) {}

  BestPattern Run() {
    Visit(task_.given, task_.Largest(), task_.CostOf(task_.given));
    return {best_, steps_ >= 0};
  }

 private:
  // `suppressed` is decided for, `possible` are those and the undecided ones. Of the undecided
  // cells on the cheapest way to meet a need, one is decided: with it, or without it.
  void Visit(const Pattern& suppressed, const Pattern& possible, int64_t cost) {
    if (--steps_ < 0) return;
    const std::vector<Need> needs = UnmetNeeds(task_, suppressed);
    if (needs.empty()) {
      if (cost < best_cost_) {
        best_ = suppressed;
        best_cost_ = cost;
      }
      return;
    }
    Extension dearest;
    for (const Need& need : needs) {
      std::optional<Extension> next = Cheapest(suppressed, possible, need);
      if (!next) return;  // cannot be met with what is possible
      if (cost + next->cost >= best_cost_) return;
      if (dearest.cells.empty() || next->cost > dearest.cost) dearest = *std::move(next);
    }
    const int cell =
        *std::max_element(dearest.cells.begin(), dearest.cells.end(), [&](int a, int b) {
          return std::pair(task_.CostOf(a), b) < std::pair(task_.CostOf(b), a);
        });
    Pattern with = suppressed;
    with[cell] = true;
    Visit(with, possible, cost + task_.CostOf(cell));
    Pattern without = possible;
    without[cell] = false;
    Visit(suppressed, without, cost);
  }

  // A lower limit of what meeting `need` costs, with the cells of this limit.
  std::optional<Extension> Cheapest(const Pattern& suppressed, const Pattern& possible,
                                    const Need& need) const {
    std::optional<Extension> rise = CheapestExtension(task_, suppressed, possible, need, true, 1);
    std::optional<Extension> fall = CheapestExtension(task_, suppressed, possible, need, false, 1);
    if (!rise || (fall && fall->cost < rise->cost)) return fall;
    return rise;
  }

  const TwoWayTask& task_;
  Pattern best_;
  int64_t best_cost_;
  int64_t steps_;
};

// A cheapest pattern by branch and bound, beginning with that of QuickPattern. Practical to
// about 25 cells. `max_steps` bounds the work, not the time: the result does not depend on the
// machine.
inline BestPattern FindBestPattern(const TwoWayTask& task, int max_steps) {
  std::optional<Pattern> quick = QuickPattern(task);
  if (!quick) return {std::nullopt, true};
  return BranchAndBound(task, *std::move(quick), max_steps).Run();
}

}  // namespace lotse::survey::suppression
