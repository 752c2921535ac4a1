#include "services/survey/logic/questionnaire/dependencies.h"

#include <algorithm>
#include <utility>

namespace lotse::survey::logic {
namespace {

enum class State { kNew, kOpen, kDone };

struct Visit {
  std::size_t node = 0;
  std::size_t next = 0;  // Place in its needs.
};

}  // namespace

Order OrderOf(const Needs& needs) {
  Order order;
  std::vector<State> states(needs.size(), State::kNew);
  std::vector<Visit> open;
  for (std::size_t start = 0; start < needs.size(); ++start) {
    if (states[start] != State::kNew) continue;
    states[start] = State::kOpen;
    open.push_back({start, 0});
    while (!open.empty()) {
      Visit& visit = open.back();
      if (visit.next == needs[visit.node].size()) {
        states[visit.node] = State::kDone;
        order.nodes.push_back(visit.node);
        open.pop_back();
        continue;
      }
      const std::size_t needed = needs[visit.node][visit.next++];
      if (states[needed] == State::kNew) {
        states[needed] = State::kOpen;
        open.push_back({needed, 0});
      } else if (states[needed] == State::kOpen) {
        auto at = std::find_if(open.begin(), open.end(),
                               [needed](const Visit& v) { return v.node == needed; });
        for (; at != open.end(); ++at) order.circle.push_back(at->node);
        order.circle.push_back(needed);
        order.nodes.clear();
        return order;
      }
    }
  }
  return order;
}

}  // namespace lotse::survey::logic
