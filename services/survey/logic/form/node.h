#pragma once

#include <cstdint>

#include "absl/container/inlined_vector.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/instance.h"

namespace lotse::survey::logic {

// Something that a path of an expression can lead to: a node of the response, or a part of a list.
struct Node {
  // Values of `column` besides the places of columns, and of `row` where there is no row.
  static constexpr std::int32_t kInstance = -3;  // What `instance('...')` is.
  static constexpr std::int32_t kRoot = -2;      // `root` below it.
  static constexpr std::int32_t kItem = -1;      // An `item` below that, with its row.

  // Place of the list; kNone: a node of the response.
  std::int32_t list = kNone;
  // The node, or the row of the list from 0.
  std::int32_t row = 0;
  // Of a list: kInstance, kRoot, kItem or the place of a column.
  std::int32_t column = 0;

  static Node OfResponse(NodeId node) { return {kNone, node, 0}; }
  friend bool operator==(const Node&, const Node&) = default;
};

// In the order of the document, unless it was shuffled. Most have one node, and none needs memory
// of its own for that.
using NodeSet = absl::InlinedVector<Node, 1>;

}  // namespace lotse::survey::logic
