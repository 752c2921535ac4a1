#include "services/survey/engine/form_answers.h"

#include <algorithm>

#include "services/survey/engine/answer_values.h"

namespace lotse::survey {
namespace {

using google::protobuf::RepeatedPtrField;
using logic::ElementId;
using logic::ElementType;
using logic::FormTree;
using logic::NodeId;
using v1alpha::Answer;

// The elements from below the root to `element`.
std::vector<ElementId> WayTo(const FormTree& tree, ElementId element) {
  std::vector<ElementId> way;
  for (ElementId id = element; id != logic::kRootElement; id = tree.element(id).parent) {
    way.push_back(id);
  }
  std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace

FormAnswers::FormAnswers(const FormTree& tree) : tree_(tree), instance_(&tree_) {}

bool FormAnswers::Add(const RepeatedPtrField<Answer>& answers) {
  for (const Answer& answer : answers) {
    if (!MakeInstances(answer)) return false;
  }
  for (const Answer& answer : answers) {
    if (answer.has_count()) continue;
    if (const std::optional<NodeId> node = NodeOf(answer))
      instance_.set_text(*node, TextOf(answer));
  }
  return true;
}

bool FormAnswers::MakeInstances(const Answer& answer) {
  const std::optional<ElementId> element = tree_.Find(answer.code());
  if (!element || tree_.element(*element).repeat == logic::kNone) return true;
  NodeId node = logic::kRootNode;
  int next = 0;
  for (const ElementId id : WayTo(tree_, *element)) {
    int instance = 1;
    if (tree_.element(id).type == ElementType::kRepeat) {
      if (id == *element) return Require(node, id, answer.count());
      instance = answer.instances(next++);
      if (!Require(node, id, instance)) return false;
    }
    node = instance_.Children(node, id)[static_cast<std::size_t>(instance) - 1];
  }
  return true;
}

bool FormAnswers::Require(NodeId parent, ElementId repeat, int count) {
  const int more = count - static_cast<int>(instance_.Children(parent, repeat).size());
  if (more <= 0) return true;
  if ((instances_ += more) > kMaxInstancesInAll) return false;
  instance_.SetInstances(parent, repeat, count);
  return instance_.size() <= logic::kMaxNodes;
}

std::optional<NodeId> FormAnswers::NodeOf(const Answer& answer) const {
  const std::optional<ElementId> element = tree_.Find(answer.code());
  if (!element) return std::nullopt;
  if (tree_.element(*element).repeat == logic::kNone) return instance_.Only(*element);
  NodeId node = logic::kRootNode;
  int next = 0;
  for (const ElementId id : WayTo(tree_, *element)) {
    std::size_t instance = 1;
    if (tree_.element(id).type == ElementType::kRepeat) {
      // How many there are is known of what the repeat is in.
      if (id == *element) return node;
      instance = static_cast<std::size_t>(answer.instances(next++));
    }
    const auto children = instance_.Children(node, id);
    if (instance > children.size()) return std::nullopt;
    node = children[instance - 1];
  }
  return node;
}

std::vector<std::int32_t> FormAnswers::InstancesOf(NodeId node) const {
  std::vector<std::int32_t> instances;
  for (; node != logic::kRootNode; node = instance_.parent(node)) {
    const ElementId element = instance_.element(node);
    if (tree_.element(element).type != ElementType::kRepeat) continue;
    instances.push_back(instance_.position(node));
  }
  std::reverse(instances.begin(), instances.end());
  return instances;
}

}  // namespace lotse::survey
