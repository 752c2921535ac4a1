#include "services/survey/analysis/suppression/flow.h"

#include <algorithm>
#include <cstddef>

namespace lotse::survey::suppression {

int FlowNetwork::Add(int from, int to, int64_t capacity, int64_t capacity_back) {
  const int arc = static_cast<int>(arcs_.size());
  arcs_.push_back({to, last_of_[from], capacity});
  last_of_[from] = arc;
  arcs_.push_back({from, last_of_[to], capacity_back});
  last_of_[to] = arc + 1;
  return arc;
}

bool FlowNetwork::FindLevels(int source, int sink) {
  std::fill(level_.begin(), level_.end(), -1);
  queue_.assign(1, source);
  level_[source] = 0;
  for (size_t read = 0; read < queue_.size() && level_[sink] < 0; ++read) {
    const int node = queue_[read];
    for (int arc = last_of_[node]; arc >= 0; arc = arcs_[arc].before) {
      const int to = arcs_[arc].to;
      if (arcs_[arc].capacity == 0 || level_[to] >= 0) continue;
      level_[to] = level_[node] + 1;
      queue_.push_back(to);
    }
  }
  return level_[sink] >= 0;
}

int64_t FlowNetwork::Advance(int node, int sink, int64_t limit) {
  if (node == sink) return limit;
  int64_t pushed = 0;
  for (int& arc = next_[node]; arc >= 0; arc = arcs_[arc].before) {
    const int to = arcs_[arc].to;
    if (arcs_[arc].capacity == 0 || level_[to] != level_[node] + 1) continue;
    const int64_t step = Advance(to, sink, std::min(limit - pushed, arcs_[arc].capacity));
    arcs_[arc].capacity -= step;
    arcs_[arc ^ 1].capacity += step;
    pushed += step;
    if (pushed == limit) break;  // the arc may have more to give
  }
  return pushed;
}

int64_t FlowNetwork::Push(int source, int sink, int64_t limit) {
  int64_t pushed = 0;
  while (pushed < limit && FindLevels(source, sink)) {
    next_ = last_of_;
    pushed += Advance(source, sink, limit - pushed);
  }
  return pushed;
}

}  // namespace lotse::survey::suppression
