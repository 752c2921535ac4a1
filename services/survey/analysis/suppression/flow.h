#pragma once

#include <cstdint>
#include <vector>

namespace lotse::survey::suppression {

// More than any sum of counts, and small enough that sums of a few do not overflow.
inline constexpr int64_t kUnlimited = int64_t{1} << 60;

// A directed network with capacities, and its maximum flow by Dinic's algorithm (shortest
// augmenting paths in layers; at most nodes^2 * arcs steps). Pure data; the order of arcs
// decides which of several maximum flows is found, so results repeat.
class FlowNetwork {
 public:
  explicit FlowNetwork(int nodes) : last_of_(nodes, -1), level_(nodes), next_(nodes) {}

  // An arc from `from` to `to`, and one back; either capacity may be 0. Returns its number; the
  // arc back has the next one.
  int Add(int from, int to, int64_t capacity, int64_t capacity_back);

  // Raises the flow from `source` to `sink` as far as possible, at most by `limit`, and returns
  // by how much. What Add() gave is then what remains (Residual).
  int64_t Push(int source, int sink, int64_t limit = kUnlimited);

  // Capacity that is left of an arc after Push().
  int64_t Residual(int arc) const { return arcs_[arc].capacity; }

 private:
  struct Arc {
    int to;
    int before;  // the arc of the same node that was added before; -1 if there is none
    int64_t capacity;
  };

  bool FindLevels(int source, int sink);
  int64_t Advance(int node, int sink, int64_t limit);

  std::vector<Arc> arcs_;     // an arc and its opposite stand side by side
  std::vector<int> last_of_;  // the arc of each node that was added last
  std::vector<int> level_;
  std::vector<int> next_;  // arc of each node that is tried next
  std::vector<int> queue_;
};

}  // namespace lotse::survey::suppression
