#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "services/survey/analysis/suppression/two_way.h"

// Which counts of a table of two variables are known, by graphs instead of flows.

namespace lotse::survey::suppression {

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

// Which suppressed cells are known exactly, in time linear in the number of cells: those whose
// edge is a bridge. Right if all suppressed counts are positive; a suppressed zero can only
// rise, so among zeros a cell may be known that is none of these: then ask AttackerInterval.
inline Pattern KnownExactly(const TwoWay& table, const Pattern& suppressed) {
  return BridgeSearch(table, suppressed).Run();
}

}  // namespace lotse::survey::suppression
