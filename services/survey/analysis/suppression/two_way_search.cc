#include "services/survey/analysis/suppression/two_way_search.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace lotse::survey::suppression {
namespace {

enum class Order { kTable, kSmallestFirst, kLargestFirst };

struct Strategy {
  Order order;
  // Take a path that is wide enough at once before cheaper ones that are not.
  bool wide_first;
};

constexpr Strategy kStrategies[] = {
    {Order::kTable, true},          {Order::kTable, false},       {Order::kSmallestFirst, true},
    {Order::kSmallestFirst, false}, {Order::kLargestFirst, true}, {Order::kLargestFirst, false},
};

std::vector<int> Primaries(const TwoWayTask& task, Order order) {
  std::vector<int> cells;
  for (int cell = 0; cell < task.table.Size(); ++cell) {
    if (task.primary[cell]) cells.push_back(cell);
  }
  const std::vector<int64_t>& counts = task.table.counts;
  if (order == Order::kSmallestFirst) {
    std::stable_sort(cells.begin(), cells.end(),
                     [&](int a, int b) { return counts[a] < counts[b]; });
  } else if (order == Order::kLargestFirst) {
    std::stable_sort(cells.begin(), cells.end(),
                     [&](int a, int b) { return counts[a] > counts[b]; });
  }
  return cells;
}

// The cheapest cells that bring `need` nearer. A path that gives all that is missing at once
// comes first if asked.
std::optional<Extension> Choose(const TwoWayTask& task, const Pattern& suppressed,
                                const Pattern& candidates, const Need& need, int64_t missing,
                                bool wide_first) {
  const auto cheapest = [&](int64_t at_least) {
    std::optional<Extension> best;
    for (const bool rise : {true, false}) {
      std::optional<Extension> found =
          CheapestExtension(task, suppressed, candidates, need, rise, at_least);
      if (found && (!best || found->cost < best->cost)) best = std::move(found);
    }
    return best;
  };
  if (wide_first) {
    std::optional<Extension> wide = cheapest(missing);
    if (wide) return wide;
  }
  return cheapest(1);
}

// Hides more until `need` is met. False if it cannot be.
bool Meet(const TwoWayTask& task, const Need& need, bool wide_first, const Pattern& candidates,
          Pattern& suppressed) {
  while (true) {
    if (!task.Spend(CostOfInterval(task.table))) return false;
    const int64_t width =
        AttackerInterval(task.table, suppressed, need.cell, need.width, need.known).Width();
    if (width >= need.width) return true;
    const std::optional<Extension> more =
        Choose(task, suppressed, candidates, need, need.width - width, wide_first);
    if (!more || more->cells.empty()) return false;
    for (const int cell : more->cells) suppressed[cell] = true;
  }
}

// Shows again what is not needed, the most expensive first.
void DropSuperfluous(const TwoWayTask& task, Pattern& suppressed) {
  std::vector<int> added;
  for (int cell = 0; cell < task.table.Size(); ++cell) {
    if (suppressed[cell] && !task.given[cell]) added.push_back(cell);
  }
  std::stable_sort(added.begin(), added.end(),
                   [&](int a, int b) { return task.CostOf(a) > task.CostOf(b); });
  for (const int cell : added) {
    if (!task.Spend(1)) return;
    suppressed[cell] = false;
    if (!UnmetNeeds(task, suppressed).empty()) suppressed[cell] = true;
  }
}

std::optional<Pattern> Run(const TwoWayTask& task, const Pattern& largest, Strategy strategy) {
  Pattern suppressed = task.given;
  for (const int cell : Primaries(task, strategy.order)) {
    const Need need{cell, task.criterion.WidthFor(task.table.counts[cell]), -1};
    if (!Meet(task, need, strategy.wide_first, largest, suppressed)) return std::nullopt;
  }
  for (std::vector<Need> needs = UnmetNeeds(task, suppressed); !needs.empty();
       needs = UnmetNeeds(task, suppressed)) {
    if (!Meet(task, needs.front(), false, largest, suppressed)) return std::nullopt;
  }
  DropSuperfluous(task, suppressed);
  return suppressed;
}

}  // namespace

std::optional<Pattern> QuickPattern(const TwoWayTask& task) {
  if (UnmetNeeds(task, task.given).empty()) return task.given;
  const Pattern largest = task.Largest();
  std::optional<Pattern> best;
  for (const Strategy& strategy : kStrategies) {
    std::optional<Pattern> found = Run(task, largest, strategy);
    if (!found) return best;  // each fails only if the largest pattern does, or without work
    if (!best || task.CostOf(*found) < task.CostOf(*best)) best = std::move(found);
    if (!task.Spend(1)) break;
  }
  return best;
}

}  // namespace lotse::survey::suppression
