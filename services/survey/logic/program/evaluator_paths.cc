#include <algorithm>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/logic/program/evaluator.h"
#include "services/survey/logic/values/date_time.h"

// How an Evaluator follows paths. Nodes that are not asked (Instance::relevant) are left out.
namespace lotse::survey::logic {
namespace {

// Where a node is.
Place PlaceOfNode(const Runtime& rt, const Node& node) {
  if (node.list == kNone) return PlaceOf(rt.instance().element(node.row));
  return PlaceIn(node.list, node.column);
}

}  // namespace

Value Evaluator::Union(const Instruction& i, const Frame& frame) {
  NodeSet all;
  for (int place = 0; place < i.count; ++place) {
    const Value part = RunOperand(i, place, frame);
    all.insert(all.end(), part.nodes().begin(), part.nodes().end());
  }
  Sort(&all);
  return Value::Nodes(std::move(all));
}

void Evaluator::Sort(NodeSet* nodes) const {
  if (nodes->size() < 2) return;
  if (!rt_.Charge(static_cast<std::int64_t>(nodes->size()) * 4)) return;
  std::sort(nodes->begin(), nodes->end(),
            [this](const Node& a, const Node& b) { return rt_.Before(a, b); });
  nodes->erase(std::unique(nodes->begin(), nodes->end()), nodes->end());
}

std::vector<NodeId> Evaluator::Down(const std::vector<NodeId>& from, ElementId element) {
  std::vector<NodeId> to;
  for (const NodeId node : from) {
    for (const NodeId child : rt_.instance().Children(node, element)) {
      if (!rt_.Charge(1)) return to;
      if (rt_.instance().relevant(child)) to.push_back(child);
    }
  }
  return to;
}

Value Evaluator::Reference(const Route& route) {
  const Instance& instance = rt_.instance();
  NodeId top = current_;
  for (int i = 0; i < route.up; ++i) top = instance.parent(top);
  const auto way = absl::MakeConstSpan(code_.ways).subspan(route.first, route.count);
  // Most lead to one node, without a vector in between.
  std::size_t at = 0;
  for (; at < way.size(); ++at) {
    if (!rt_.Charge(1)) return Value::NoNodes();
    const auto children = instance.Children(top, way[at]);
    if (children.size() != 1) break;
    if (!instance.relevant(children[0])) return Value::NoNodes();
    top = children[0];
  }
  if (at == way.size()) return Value::Nodes({Node::OfResponse(top)});
  std::vector<NodeId> nodes = {top};
  for (; at < way.size(); ++at) nodes = Down(nodes, way[at]);
  NodeSet found;
  for (const NodeId node : nodes) found.push_back(Node::OfResponse(node));
  return Value::Nodes(std::move(found));
}

Value Evaluator::Path(const Instruction& i, const Frame& frame) {
  NodeSet nodes;
  if (const Value start = RunOperand(i, 0, frame); start.is_nodes()) nodes = start.nodes();
  for (const StepCode& step : code_.paths[i.detail]) {
    if (rt_.failed()) break;
    nodes = Step(step, nodes, frame);
  }
  return Value::Nodes(std::move(nodes));
}

NodeSet Evaluator::Step(const StepCode& step, const NodeSet& from, const Frame& frame) {
  NodeSet to;
  for (const Node& node : from) {
    if (!rt_.Charge(1)) return {};
    if (step.predicates.empty()) {
      AddTargets(step, node, &to);
      continue;
    }
    NodeSet found;
    const std::size_t done = LookUp(step, node, frame, &found) ? 1 : 0;
    if (done == 0) AddTargets(step, node, &found);
    found =
        Filtered(std::move(found), step.predicates.data() + done, step.predicates.size() - done);
    to.insert(to.end(), found.begin(), found.end());
  }
  // Only parents can be the same of several, or in another order.
  if (step.axis == logic::Step::Axis::kParent) Sort(&to);
  return to;
}

bool Evaluator::ChargeForRows(const ListTable& list) {
  return rt_.Charge(1 + static_cast<std::int64_t>(list.rows()) / 16);
}

bool Evaluator::LookUp(const StepCode& step, const Node& from, const Frame& frame, NodeSet* to) {
  if (step.key == kNone) return false;
  const Value key = RunValue(step.key, frame);
  absl::string_view text;
  if (key.type() == ValueType::kText) {
    text = key.text();
  } else if (key.is_nodes() && key.nodes().size() == 1) {
    text = rt_.TextOf(key.nodes().front());
  } else {
    return false;
  }
  if (LooksLikeDate(text)) return false;  // Other texts can be the same day.
  const ListTable& list = rt_.tree().list(from.list);
  if (!ChargeForRows(list)) return true;
  for (std::size_t row = 0; row < list.rows(); ++row) {
    if (list.Cell(row, step.key_column) == text) {
      to->push_back({from.list, static_cast<int>(row), Node::kItem});
    }
  }
  return true;
}

void Evaluator::AddTargets(const StepCode& step, const Node& from, NodeSet* to) {
  const Place here = PlaceOfNode(rt_, from);
  switch (step.axis) {
    case logic::Step::Axis::kSelf:
      if (std::find(step.targets.begin(), step.targets.end(), here) != step.targets.end()) {
        to->push_back(from);
      }
      return;
    case logic::Step::Axis::kParent: {
      Node parent = from;
      if (from.list == kNone) {
        parent.row = rt_.instance().parent(from.row);
        if (parent.row == kNone) return;
      } else {
        if (from.column == Node::kInstance) return;
        parent.column = from.column >= 0 ? Node::kItem : from.column - 1;
        if (parent.column != Node::kItem) parent.row = 0;
      }
      const Place there = PlaceOfNode(rt_, parent);
      if (std::find(step.targets.begin(), step.targets.end(), there) != step.targets.end()) {
        to->push_back(parent);
      }
      return;
    }
    case logic::Step::Axis::kChild:
      for (const Place& target : step.targets) AddChildren(target, from, to);
  }
}

void Evaluator::AddChildren(const Place& target, const Node& from, NodeSet* to) {
  if (target.list != from.list) return;
  if (from.list == kNone) {
    const Instance& instance = rt_.instance();
    if (rt_.tree().element(target.row).parent != instance.element(from.row)) return;
    for (const NodeId child : instance.Children(from.row, target.row)) {
      if (!rt_.Charge(1)) return;
      if (instance.relevant(child)) to->push_back(Node::OfResponse(child));
    }
    return;
  }
  if (from.column >= 0) return;
  if (target.column == Node::kItem) {
    const int rows = static_cast<int>(rt_.tree().list(from.list).rows());
    for (int row = 0; from.column == Node::kRoot && row < rows && rt_.Charge(1); ++row) {
      to->push_back({from.list, row, Node::kItem});
    }
  } else if (target.column == Node::kRoot) {
    if (from.column == Node::kInstance) to->push_back({from.list, 0, Node::kRoot});
  } else if (from.column == Node::kItem) {
    to->push_back({from.list, from.row, target.column});
  }
}

NodeSet Evaluator::Filtered(NodeSet nodes, const std::int32_t* predicates, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    NodeSet kept;
    const int size = static_cast<int>(nodes.size());
    for (int at = 0; at < size; ++at) {
      const Value value = Run(predicates[i], {nodes[at], at + 1, size});
      if (rt_.failed()) return {};
      const bool keep =
          value.type() == ValueType::kNumber ? value.number() == at + 1 : rt_.Boolean(value);
      if (keep) kept.push_back(nodes[at]);
    }
    nodes = std::move(kept);
  }
  return nodes;
}

Value Evaluator::Filter(const Instruction& i, const Frame& frame) {
  const Value start = RunOperand(i, 0, frame);
  return Value::Nodes(Filtered(start.nodes(), &code_.operands[i.first + 1], i.count - 1));
}

Value Evaluator::IndexedRepeat(const Instruction& i, const Frame& frame) {
  const Instance& instance = rt_.instance();
  std::vector<NodeId> nodes = {kRootNode};
  for (const IndexedRoute::Part& part : code_.indexed[i.detail].down) {
    if (rt_.tree().element(part.element).type != ElementType::kRepeat) {
      nodes = Down(nodes, part.element);
    } else if (part.index != kNone) {
      const double index = rt_.Number(RunOperand(i, part.index, frame));
      std::vector<NodeId> chosen;
      for (const NodeId node : nodes) {
        for (const NodeId child : instance.Children(node, part.element)) {
          if (!rt_.Charge(1)) return Value::NoNodes();
          if (instance.position(child) == index && instance.relevant(child)) {
            chosen.push_back(child);
          }
        }
      }
      nodes = std::move(chosen);
    } else {
      nodes = Down(nodes, part.element);
      NodeId own = current_;
      while (own != kNone && instance.element(own) != part.element) own = instance.parent(own);
      if (std::find(nodes.begin(), nodes.end(), own) != nodes.end()) nodes = {own};
    }
  }
  NodeSet found;
  for (const NodeId node : nodes) found.push_back(Node::OfResponse(node));
  return Value::Nodes(std::move(found));
}

}  // namespace lotse::survey::logic
