#pragma once

#include <cstddef>
#include <vector>

namespace lotse::survey::logic {

// What has to be computed before what: from each node the nodes that it needs.
using Needs = std::vector<std::vector<std::size_t>>;

// An order in which every node comes behind what it needs, or a circle.
struct Order {
  // Empty if there is a circle.
  std::vector<std::size_t> nodes;
  // Each needs the next, and the last is the first again. Empty if there is none.
  std::vector<std::size_t> circle;
};

// The order is the same for the same needs: nodes come in their own order where nothing else says
// otherwise. Depth-first, without recursion.
Order OrderOf(const Needs& needs);

}  // namespace lotse::survey::logic
