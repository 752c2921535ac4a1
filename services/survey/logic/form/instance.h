#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"

namespace lotse::survey::logic {

// A node of an instance: one element, within one instance of each repeat that it is in.
using NodeId = std::int32_t;
inline constexpr NodeId kRootNode = 0;

// Most nodes of an instance: a repeat within another must not fill the memory.
inline constexpr std::size_t kMaxNodes = 500'000;

// The values of one response. Nodes lie in a row, and a node knows its children by their place in
// the questionnaire, so that no step of an expression looks a name up.
class Instance {
 public:
  // Without values, and with no instance of any repeat. `tree` must outlive it.
  explicit Instance(const FormTree* tree);

  const FormTree& tree() const { return *tree_; }
  std::size_t size() const { return nodes_.size(); }

  ElementId element(NodeId node) const { return nodes_[node].element; }
  // kNone for the root.
  NodeId parent(NodeId node) const { return nodes_[node].parent; }
  // Place of an instance of a repeat among its siblings, from 1; 1 for every other node.
  int position(NodeId node) const { return nodes_[node].position; }

  // The nodes of `child`, an element, in `parent`: one, or the instances of a repeat in order.
  absl::Span<const NodeId> Children(NodeId parent, ElementId child) const;

  // The node of an element that is in no repeat.
  NodeId Only(ElementId element) const;

  // Adds an instance of a repeat behind those that are there, without values.
  NodeId AddInstance(NodeId parent, ElementId repeat);
  // Adds or takes away instances of a repeat at the end, until there are `count`.
  void SetInstances(NodeId parent, ElementId repeat, int count);

  absl::string_view text(NodeId node) const { return texts_[node]; }
  void set_text(NodeId node, absl::string_view text) {
    texts_[node].assign(text.data(), text.size());
  }

  // Whether it is asked; what is in a group that is not asked is not asked either, which the caller
  // sees to. All are at first.
  bool relevant(NodeId node) const { return nodes_[node].relevant; }
  void set_relevant(NodeId node, bool relevant) { nodes_[node].relevant = relevant; }

  // The innermost node around `node`, or itself, that is an instance of a repeat; kNone if there
  // is none.
  NodeId EnclosingRepeat(NodeId node) const;
  // True if `a` comes before `b` in the order of the document.
  bool Before(NodeId a, NodeId b) const;

 private:
  struct Record {
    ElementId element = kRootElement;
    NodeId parent = kNone;
    std::int32_t position = 1;
    // First of its slots, one for each child of its element.
    std::int32_t slots = 0;
    bool relevant = true;
  };
  // A slot holds a node, or for a repeat the place of its instances in `repeats_`.
  struct Repeat {
    std::vector<NodeId> instances;
    // Those that were taken away, to be used again.
    std::vector<NodeId> spare;
  };

  NodeId Add(ElementId element, NodeId parent, int position);
  // Without values and instances again.
  void Clear(NodeId node);

  const FormTree* tree_;
  std::vector<Record> nodes_;
  std::vector<std::string> texts_;
  std::vector<std::int32_t> slots_;
  std::vector<Repeat> repeats_;
};

}  // namespace lotse::survey::logic
