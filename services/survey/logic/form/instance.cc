#include "services/survey/logic/form/instance.h"

namespace lotse::survey::logic {

Instance::Instance(const FormTree* tree) : tree_(tree) {
  const std::size_t size = tree->elements().size();
  nodes_.reserve(size);
  texts_.reserve(size);
  slots_.reserve(size);
  Add(kRootElement, kNone, 1);
}

NodeId Instance::Add(ElementId element, NodeId parent, int position) {
  const NodeId node = static_cast<NodeId>(nodes_.size());
  const std::int32_t slots = static_cast<std::int32_t>(slots_.size());
  const std::vector<ElementId>& children = tree_->element(element).children;
  nodes_.push_back({element, parent, position, slots, true});
  texts_.emplace_back();
  slots_.resize(slots_.size() + children.size());
  for (std::size_t i = 0; i < children.size(); ++i) {
    if (tree_->element(children[i]).type == ElementType::kRepeat) {
      slots_[slots + i] = static_cast<std::int32_t>(repeats_.size());
      repeats_.emplace_back();
    } else {
      const NodeId child = Add(children[i], node, 1);
      slots_[slots + i] = child;
    }
  }
  return node;
}

absl::Span<const NodeId> Instance::Children(NodeId parent, ElementId child) const {
  const Element& element = tree_->element(child);
  const std::int32_t& slot = slots_[nodes_[parent].slots + element.index];
  if (element.type != ElementType::kRepeat) return absl::MakeConstSpan(&slot, 1);
  return repeats_[slot].instances;
}

NodeId Instance::Only(ElementId element) const {
  if (element == kRootElement) return kRootNode;
  return Children(Only(tree_->element(element).parent), element)[0];
}

NodeId Instance::AddInstance(NodeId parent, ElementId repeat) {
  const std::int32_t slot = slots_[nodes_[parent].slots + tree_->element(repeat).index];
  const int position = static_cast<int>(repeats_[slot].instances.size()) + 1;
  NodeId node = kNone;
  if (repeats_[slot].spare.empty()) {
    node = Add(repeat, parent, position);
  } else {
    node = repeats_[slot].spare.back();
    repeats_[slot].spare.pop_back();
    nodes_[node].position = position;
    Clear(node);
  }
  repeats_[slot].instances.push_back(node);
  return node;
}

void Instance::SetInstances(NodeId parent, ElementId repeat, int count) {
  const std::int32_t slot = slots_[nodes_[parent].slots + tree_->element(repeat).index];
  while (static_cast<int>(repeats_[slot].instances.size()) > count) {
    repeats_[slot].spare.push_back(repeats_[slot].instances.back());
    repeats_[slot].instances.pop_back();
  }
  while (static_cast<int>(repeats_[slot].instances.size()) < count) AddInstance(parent, repeat);
}

void Instance::Clear(NodeId node) {
  texts_[node].clear();
  nodes_[node].relevant = true;
  for (const ElementId child : tree_->element(nodes_[node].element).children) {
    if (tree_->element(child).type == ElementType::kRepeat) {
      SetInstances(node, child, 0);
    } else {
      Clear(Children(node, child)[0]);
    }
  }
}

NodeId Instance::EnclosingRepeat(NodeId node) const {
  while (node != kNone && tree_->element(element(node)).type != ElementType::kRepeat) {
    node = parent(node);
  }
  return node;
}

bool Instance::Before(NodeId a, NodeId b) const {
  if (a == b) return false;
  std::vector<NodeId> path_a, path_b;
  for (NodeId n = a; n != kNone; n = parent(n)) path_a.push_back(n);
  for (NodeId n = b; n != kNone; n = parent(n)) path_b.push_back(n);
  while (!path_a.empty() && !path_b.empty() && path_a.back() == path_b.back()) {
    path_a.pop_back();
    path_b.pop_back();
  }
  // What is above comes first.
  if (path_a.empty() || path_b.empty()) return path_a.empty();
  const NodeId x = path_a.back(), y = path_b.back();
  const int index_x = tree_->element(element(x)).index, index_y = tree_->element(element(y)).index;
  return index_x != index_y ? index_x < index_y : position(x) < position(y);
}

}  // namespace lotse::survey::logic
