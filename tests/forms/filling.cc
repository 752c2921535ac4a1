#include "tests/forms/filling.h"

#include <optional>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/survey/engine/answer_values.h"

namespace lotse::survey {
namespace {

using google::protobuf::ListValue;
using google::protobuf::Struct;
using logic::AnswerViolation;
using logic::ElementId;
using logic::ElementType;
using logic::NodeId;
using v1alpha::Answer;
using v1alpha::Question;

void Put(Struct* object, const char* name, absl::string_view text) {
  (*object->mutable_fields())[name].set_string_value(std::string(text));
}
void Put(Struct* object, const char* name, const char* text) {
  Put(object, name, absl::string_view(text));
}
void Put(Struct* object, const char* name, bool value) {
  (*object->mutable_fields())[name].set_bool_value(value);
}

struct Step {
  std::string code;
  std::size_t index = 1;
};

// The steps of a path below the root, which may have any name.
absl::StatusOr<std::vector<Step>> StepsOf(absl::string_view path) {
  std::vector<Step> steps;
  for (const absl::string_view part : absl::StrSplit(path, '/', absl::SkipEmpty())) {
    const std::vector<absl::string_view> halves = absl::StrSplit(part, '[');
    Step step = {std::string(halves[0])};
    const bool numbered = halves.size() > 1;
    if (numbered &&
        (!absl::SimpleAtoi(absl::StripSuffix(halves[1], "]"), &step.index) || step.index < 1)) {
      return absl::InvalidArgumentError(absl::StrCat("what is ", part, "?"));
    }
    steps.push_back(std::move(step));
  }
  if (steps.empty()) return absl::InvalidArgumentError("the path is empty");
  steps.erase(steps.begin());
  return steps;
}

absl::Status NoNode(absl::string_view path) {
  return absl::NotFoundError(absl::StrCat("there is no node ", path));
}

}  // namespace

absl::Status Filling::Start() { return form_.program.Initialize(&instance_, environment_); }

absl::Status Filling::Set(const std::string& path, const std::string& text) {
  const absl::StatusOr<NodeId> node = Find(path);
  if (!node.ok()) return node.status();
  const Variable* const variable = form_.FindVariable(CodeOf(*node));
  if (variable == nullptr) return absl::InvalidArgumentError("it takes no answer");
  const absl::StatusOr<bool> read_only = form_.program.IsReadOnly(instance_, *node, environment_);
  if (!read_only.ok()) return read_only.status();
  if (*read_only) return absl::InvalidArgumentError("the node is read only");
  std::string value;
  if (!text.empty()) {
    const std::optional<Answer> answer = AnswerOf(*variable, text);
    // What is out of the range of an integer is an answer, and a violation as long as it is there;
    // a scale has nothing else.
    const bool has_range = variable->kind == Question::KIND_INTEGER && !variable->limits->scale;
    if (!answer || (!has_range && !FaultsOf(*variable, *answer).empty())) {
      return absl::InvalidArgumentError("no such value can be given");
    }
    value = TextOf(*answer);
  }
  instance_.set_text(*node, value);
  return form_.program.Recompute(&instance_, environment_, {instance_.element(*node)});
}

absl::Status Filling::Add(const std::string& path) {
  const absl::StatusOr<std::pair<NodeId, ElementId>> repeat = FindRepeat(path);
  if (!repeat.ok()) return repeat.status();
  const NodeId added = instance_.AddInstance(repeat->first, repeat->second);
  return form_.program.Initialize(&instance_, environment_, added);
}

absl::Status Filling::Remove(const std::string& path, int index) {
  const absl::StatusOr<std::pair<NodeId, ElementId>> repeat = FindRepeat(path);
  if (!repeat.ok()) return repeat.status();
  const auto& [parent, element] = *repeat;
  const int count = static_cast<int>(instance_.Children(parent, element).size());
  if (index < 1 || index > count) return absl::InvalidArgumentError("no such instance");
  for (int i = index; i < count; ++i) {
    const auto instances = instance_.Children(parent, element);
    Copy(instances[i], instances[i - 1]);
  }
  instance_.SetInstances(parent, element, count - 1);
  return form_.program.Recompute(&instance_, environment_, {element});
}

absl::StatusOr<Struct> Filling::State() {
  const auto violations = form_.program.Check(instance_, environment_);
  if (!violations.ok()) return violations.status();
  violations_.clear();
  for (const AnswerViolation& violation : *violations) {
    violations_[violation.node] = violation.kind;
  }
  Struct state;
  ListValue* const nodes = (*state.mutable_fields())["nodes"].mutable_list_value();
  const absl::Status status =
      AddNodes(logic::kRootNode, absl::StrCat("/", CodeOf(logic::kRootNode)), nodes);
  if (!status.ok()) return status;
  return state;
}

void Filling::Copy(NodeId from, NodeId to) {
  const logic::FormTree& tree = form_.program.tree();
  const ElementId element = instance_.element(from);
  if (!logic::HoldsElements(tree.element(element).type)) {
    instance_.set_text(to, std::string(instance_.text(from)));
  }
  for (const ElementId child : tree.element(element).children) {
    const std::size_t count = instance_.Children(from, child).size();
    if (tree.element(child).type == ElementType::kRepeat) {
      instance_.SetInstances(to, child, static_cast<int>(count));
    }
    for (std::size_t i = 0; i < count; ++i) {
      Copy(instance_.Children(from, child)[i], instance_.Children(to, child)[i]);
    }
  }
}

absl::StatusOr<NodeId> Filling::Find(const std::string& path) const {
  const absl::StatusOr<std::vector<Step>> steps = StepsOf(path);
  if (!steps.ok()) return steps.status();
  NodeId node = logic::kRootNode;
  for (const Step& step : *steps) {
    const auto child = form_.program.tree().Child(instance_.element(node), step.code);
    if (!child) return NoNode(path);
    const auto nodes = instance_.Children(node, *child);
    if (step.index > nodes.size()) return NoNode(path);
    node = nodes[step.index - 1];
  }
  return node;
}

absl::StatusOr<std::pair<NodeId, ElementId>> Filling::FindRepeat(const std::string& path) const {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0) return NoNode(path);
  const absl::StatusOr<NodeId> parent = Find(path.substr(0, slash));
  if (!parent.ok()) return parent.status();
  const std::string code = path.substr(slash + 1);
  const auto child = form_.program.tree().Child(instance_.element(*parent), code);
  if (!child || form_.program.tree().element(*child).type != ElementType::kRepeat) {
    return NoNode(path);
  }
  if (form_.traits.at(code).counted) {
    return absl::InvalidArgumentError("the instances are counted");
  }
  return std::pair(*parent, *child);
}

absl::Status Filling::AddNodes(NodeId node, const std::string& path, ListValue* nodes) const {
  const logic::FormTree& tree = form_.program.tree();
  absl::Status status = AddNode(node, path, nodes->add_values()->mutable_struct_value());
  for (const ElementId child : tree.element(instance_.element(node)).children) {
    const std::string below = absl::StrCat(path, "/", tree.element(child).code);
    const auto inner = instance_.Children(node, child);
    const bool repeated = tree.element(child).type == ElementType::kRepeat;
    if (repeated) {
      Struct* const range = nodes->add_values()->mutable_struct_value();
      Put(range, "path", below);
      Put(range, "kind", "repeat");
      Put(range, "relevant", instance_.relevant(node));
      Put(range, "counted", form_.traits.at(tree.element(child).code).counted);
    }
    for (std::size_t i = 0; i < inner.size() && status.ok(); ++i) {
      status = AddNodes(inner[i], repeated ? absl::StrCat(below, "[", i + 1, "]") : below, nodes);
    }
  }
  return status;
}

std::string Filling::KindOf(ElementId element) const {
  const logic::Element& found = form_.program.tree().element(element);
  switch (found.type) {
    case ElementType::kRoot:
      return "root";
    case ElementType::kGroup:
      return "group";
    case ElementType::kRepeat:
      return "repeat-instance";
    default:
      break;
  }
  const std::string& kind = Question::Kind_Name(form_.traits.at(found.code).kind);
  return absl::AsciiStrToLower(absl::StripPrefix(kind, "KIND_"));
}

absl::Status Filling::AddNode(NodeId node, const std::string& path, Struct* out) const {
  const logic::Element& element = form_.program.tree().element(instance_.element(node));
  const bool relevant = instance_.relevant(node);
  Put(out, "path", path);
  Put(out, "kind", KindOf(instance_.element(node)));
  Put(out, "relevant", relevant);
  const absl::StatusOr<bool> read_only = form_.program.IsReadOnly(instance_, node, environment_);
  if (!read_only.ok()) return read_only.status();
  Put(out, "readonly", *read_only);
  if (logic::HoldsElements(element.type)) return absl::OkStatus();
  Put(out, "value", relevant ? instance_.text(node) : absl::string_view());
  AddViolations(node, out);
  return element.list == logic::kNone ? absl::OkStatus() : AddChoices(node, out);
}

absl::Status Filling::AddChoices(NodeId node, Struct* out) const {
  const auto rows = form_.program.Offered(instance_, node, environment_);
  if (!rows.ok()) return rows.status();
  const logic::FormTree& tree = form_.program.tree();
  const logic::ListTable& list = tree.list(tree.element(instance_.element(node)).list);
  ListValue* const choices = (*out->mutable_fields())["choices"].mutable_list_value();
  for (const int row : *rows) {
    Put(choices->add_values()->mutable_struct_value(), "value", list.Cell(row, list.name_column()));
  }
  Put(out, "shuffled", form_.traits.at(CodeOf(node)).shuffled);
  return absl::OkStatus();
}

void Filling::AddViolations(NodeId node, Struct* out) const {
  ListValue* const list = (*out->mutable_fields())["violations"].mutable_list_value();
  const auto add = [list](const char* condition) {
    Put(list->add_values()->mutable_struct_value(), "condition", condition);
  };
  const char* const conditions[] = {"required", "constraint", "option"};
  if (const auto found = violations_.find(node); found != violations_.end()) {
    return add(conditions[static_cast<int>(found->second)]);
  }
  const std::string text(instance_.text(node));
  const Variable* const variable = form_.FindVariable(CodeOf(node));
  if (text.empty() || !instance_.relevant(node) || variable == nullptr ||
      variable->kind != Question::KIND_INTEGER) {
    return;
  }
  const std::optional<Answer> answer = AnswerOf(*variable, text);
  if (!answer || !FaultsOf(*variable, *answer).empty()) add("constraint");
}

}  // namespace lotse::survey
