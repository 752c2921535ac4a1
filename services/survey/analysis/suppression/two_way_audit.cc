#include "services/survey/analysis/suppression/two_way_audit.h"

#include <algorithm>

#include "services/survey/analysis/suppression/flow.h"

namespace lotse::survey::suppression {
namespace {

FlowNetwork Moves(const TwoWay& table, const Pattern& suppressed, int cell, int known) {
  FlowNetwork network(table.rows + table.columns);
  for (int other = 0; other < table.Size(); ++other) {
    if (!suppressed[other] || other == cell || other == known) continue;
    network.Add(table.RowOf(other), table.rows + table.ColumnOf(other), kUnlimited,
                table.counts[other]);
  }
  return network;
}

// Bridges by depth-first search without recursion: an edge is one if nothing below it reaches
// above it.
class BridgeSearch {
 public:
  BridgeSearch(const TwoWay& table, const Pattern& suppressed)
      : edges_of_(table.rows + table.columns),
        order_(edges_of_.size(), -1),
        low_(edges_of_.size(), 0),
        bridges_(table.Size(), false) {
    for (int cell = 0; cell < table.Size(); ++cell) {
      if (!suppressed[cell]) continue;
      const int row = table.RowOf(cell);
      const int column = table.rows + table.ColumnOf(cell);
      edges_of_[row].push_back({column, cell});
      edges_of_[column].push_back({row, cell});
    }
  }

  Pattern Run() {
    for (int node = 0; node < static_cast<int>(edges_of_.size()); ++node) {
      if (order_[node] < 0) Walk(node);
    }
    return bridges_;
  }

 private:
  struct Edge {
    int to;
    int cell;
  };
  struct Step {
    int node;
    int cell;  // by which it was reached
    size_t next = 0;
  };

  void Enter(int node, int cell) {
    order_[node] = low_[node] = count_++;
    stack_.push_back({node, cell});
  }

  void Walk(int start) {
    Enter(start, -1);
    while (!stack_.empty()) {
      Step& step = stack_.back();
      if (step.next < edges_of_[step.node].size()) {
        const Edge edge = edges_of_[step.node][step.next++];
        if (edge.cell == step.cell) continue;
        if (order_[edge.to] < 0) {
          Enter(edge.to, edge.cell);
        } else {
          low_[step.node] = std::min(low_[step.node], order_[edge.to]);
        }
        continue;
      }
      const Step done = step;
      stack_.pop_back();
      if (stack_.empty()) break;
      const int above = stack_.back().node;
      low_[above] = std::min(low_[above], low_[done.node]);
      if (low_[done.node] > order_[above]) bridges_[done.cell] = true;
    }
  }

  std::vector<std::vector<Edge>> edges_of_;
  std::vector<int> order_;
  std::vector<int> low_;
  std::vector<Step> stack_;
  Pattern bridges_;
  int count_ = 0;
};

}  // namespace

Interval AttackerInterval(const TwoWay& table, const Pattern& suppressed, int cell, int64_t enough,
                          int known) {
  const int row = table.RowOf(cell);
  const int column = table.rows + table.ColumnOf(cell);
  const int64_t count = table.counts[cell];
  // A flow back to where it came from changes nothing in the other direction: each one gets a
  // network of its own.
  const int64_t fall =
      count == 0 ? 0
                 : Moves(table, suppressed, cell, known).Push(row, column, std::min(count, enough));
  const int64_t rise = Moves(table, suppressed, cell, known).Push(column, row, enough);
  return {count - fall, count + rise};
}

int64_t CostOfInterval(const TwoWay& table) { return 2 * int64_t{table.Size()}; }

Pattern KnownExactly(const TwoWay& table, const Pattern& suppressed) {
  return BridgeSearch(table, suppressed).Run();
}

Insider FindInsider(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                    Work* work) {
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (!suppressed[cell] || table.counts[cell] != 1) continue;
    for (int other = 0; other < table.Size(); ++other) {
      if (!primary[other] || other == cell) continue;
      if (work != nullptr && !work->Spend(CostOfInterval(table))) return {};
      if (AttackerInterval(table, suppressed, other, 1, cell).Width() < 1) return {cell, other};
    }
  }
  return {};
}

std::vector<int> Unprotected(const TwoWay& table, const Pattern& suppressed, const Pattern& primary,
                             const Criterion& criterion) {
  std::vector<int> found;
  for (int cell = 0; cell < table.Size(); ++cell) {
    const int64_t width = criterion.WidthFor(table.counts[cell]);
    if (primary[cell] && AttackerInterval(table, suppressed, cell, width).Width() < width) {
      found.push_back(cell);
    }
  }
  if (found.empty() && criterion.singletons) {
    const Insider insider = FindInsider(table, suppressed, primary);
    if (insider.cell >= 0) found.push_back(insider.primary);
  }
  return found;
}

}  // namespace lotse::survey::suppression
