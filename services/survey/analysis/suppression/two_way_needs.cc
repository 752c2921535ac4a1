#include "services/survey/analysis/suppression/two_way_needs.h"

#include <algorithm>

#include "services/survey/analysis/suppression/flow.h"

namespace lotse::survey::suppression {
namespace {

struct Arc {
  int to;
  int64_t cost;
  int cell;  // to be suppressed besides; -1 if it is suppressed already
};
using Arcs = std::vector<std::vector<Arc>>;

// What remains of the suppressed cells after the flow for `need`, and the candidates. Nothing if
// the flow is `most` already.
Arcs Remaining(const TwoWayTask& task, const Pattern& suppressed, const Pattern& candidates,
               const Need& need, int source, int sink, int64_t most, int64_t at_least) {
  const TwoWay& table = task.table;
  FlowNetwork network(table.rows + table.columns);
  std::vector<int> arc_of(table.Size(), -1);
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (!suppressed[cell] || cell == need.cell || cell == need.known) continue;
    arc_of[cell] = network.Add(table.RowOf(cell), table.rows + table.ColumnOf(cell), kUnlimited,
                               table.counts[cell]);
  }
  Arcs arcs(table.rows + table.columns);
  if (network.Push(source, sink) >= most) return arcs;
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (cell == need.cell || cell == need.known) continue;
    const int row = table.RowOf(cell);
    const int column = table.rows + table.ColumnOf(cell);
    const int arc = arc_of[cell];
    if (arc >= 0) {
      if (network.Residual(arc) >= at_least) arcs[row].push_back({column, 0, -1});
      if (network.Residual(arc + 1) >= at_least) arcs[column].push_back({row, 0, -1});
    } else if (candidates[cell]) {
      arcs[row].push_back({column, task.CostOf(cell), cell});
      if (table.counts[cell] >= at_least) {
        arcs[column].push_back({row, task.CostOf(cell), cell});
      }
    }
  }
  return arcs;
}

// Dijkstra without a heap: the networks are small and dense.
std::optional<Extension> ShortestPath(const Arcs& arcs, int source, int sink) {
  const int nodes = static_cast<int>(arcs.size());
  std::vector<int64_t> distance(nodes, kUnlimited);
  std::vector<bool> done(nodes, false);
  std::vector<std::pair<int, int>> reached_by(nodes, {-1, -1});  // node and cell
  distance[source] = 0;
  while (true) {
    int nearest = -1;
    for (int node = 0; node < nodes; ++node) {
      if (!done[node] && distance[node] < kUnlimited &&
          (nearest < 0 || distance[node] < distance[nearest])) {
        nearest = node;
      }
    }
    if (nearest < 0) return std::nullopt;
    if (nearest == sink) break;
    done[nearest] = true;
    for (const Arc& arc : arcs[nearest]) {
      if (distance[nearest] + arc.cost >= distance[arc.to]) continue;
      distance[arc.to] = distance[nearest] + arc.cost;
      reached_by[arc.to] = {nearest, arc.cell};
    }
  }
  Extension extension;
  extension.cost = distance[sink];
  for (int node = sink; node != source; node = reached_by[node].first) {
    if (reached_by[node].second >= 0) extension.cells.push_back(reached_by[node].second);
  }
  return extension;
}

bool IsMet(const TwoWayTask& task, const Pattern& suppressed, const Need& need) {
  if (!task.Spend(CostOfInterval(task.table))) return false;
  return AttackerInterval(task.table, suppressed, need.cell, need.width, need.known).Width() >=
         need.width;
}

}  // namespace

int64_t TwoWayTask::CostOf(const Pattern& suppressed) const {
  int64_t sum = 0;
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (suppressed[cell]) sum += CostOf(cell);
  }
  return sum;
}

Pattern TwoWayTask::Largest() const {
  Pattern largest = given;
  for (int cell = 0; cell < table.Size(); ++cell) {
    if (available[cell] && table.counts[cell] > 0) largest[cell] = true;
  }
  return largest;
}

std::vector<Need> UnmetNeeds(const TwoWayTask& task, const Pattern& suppressed) {
  std::vector<Need> needs;
  for (int cell = 0; cell < task.table.Size(); ++cell) {
    const Need need{cell, task.criterion.WidthFor(task.table.counts[cell]), -1};
    if (task.primary[cell] && !IsMet(task, suppressed, need)) needs.push_back(need);
  }
  if (needs.empty() && task.criterion.singletons) {
    const Insider insider = FindInsider(task.table, suppressed, task.primary, task.work);
    if (insider.cell >= 0) needs.push_back({insider.primary, 1, insider.cell});
  }
  return needs;
}

std::optional<Extension> CheapestExtension(const TwoWayTask& task, const Pattern& suppressed,
                                           const Pattern& candidates, const Need& need, bool rise,
                                           int64_t at_least) {
  if (!task.Spend(2 * CostOfInterval(task.table))) return std::nullopt;
  const int row = task.table.RowOf(need.cell);
  const int column = task.table.rows + task.table.ColumnOf(need.cell);
  const int source = rise ? column : row;
  const int sink = rise ? row : column;
  // The count can fall to 0, but no further.
  const int64_t most = rise ? kUnlimited : task.table.counts[need.cell];
  return ShortestPath(Remaining(task, suppressed, candidates, need, source, sink, most, at_least),
                      source, sink);
}

}  // namespace lotse::survey::suppression
