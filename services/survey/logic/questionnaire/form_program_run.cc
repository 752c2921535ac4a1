#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/survey/logic/program/evaluate.h"
#include "services/survey/logic/questionnaire/form_program.h"

namespace lotse::survey::logic {
namespace {

// All nodes of an element, in the order of the document.
std::vector<NodeId> NodesOf(const Instance& instance, ElementId element) {
  const FormTree& tree = instance.tree();
  std::vector<ElementId> way;
  for (ElementId id = element; id != kRootElement; id = tree.element(id).parent) way.push_back(id);
  std::vector<NodeId> nodes = {kRootNode};
  for (auto id = way.rbegin(); id != way.rend(); ++id) {
    std::vector<NodeId> inner;
    for (const NodeId node : nodes) {
      const auto children = instance.Children(node, *id);
      inner.insert(inner.end(), children.begin(), children.end());
    }
    nodes = std::move(inner);
  }
  return nodes;
}

absl::Status NotRunnable() {
  return absl::FailedPreconditionError(
      "the questionnaire has expressions that cannot be computed; put right what is found");
}

// What is read for what is computed and kept.
Environment ForKept(const Environment& environment) {
  Environment kept = environment;
  if (kept.kept_now) kept.now = *kept.kept_now;
  return kept;
}

}  // namespace

absl::Status FormProgram::Named(ElementId element, const absl::Status& status) const {
  return absl::Status(status.code(),
                      absl::StrCat("`", tree_->element(element).code, "`: ", status.message()));
}

absl::Status FormProgram::Initialize(Instance* instance, const Environment& environment,
                                     NodeId added) const {
  const Environment kept = ForKept(environment);
  Pass pass = {instance, &kept, std::vector<bool>(places_.size()), {added}};
  // How many instances there are is a change for whoever counts them.
  pass.changed[instance->element(added)] = true;
  return Run(&pass);
}

absl::Status FormProgram::Recompute(Instance* instance, const Environment& environment,
                                    absl::Span<const ElementId> changed,
                                    absl::Span<const NodeId> added) const {
  const Environment kept = ForKept(environment);
  Pass pass = {instance, &kept, std::vector<bool>(places_.size()), {added.begin(), added.end()}};
  for (const ElementId id : changed) pass.changed[id] = true;
  // How many instances there are is a change for whoever counts them.
  for (const NodeId node : added) pass.changed[instance->element(node)] = true;
  return Run(&pass);
}

absl::Status FormProgram::Settle(Instance* instance, const Environment& environment) const {
  const Environment kept = ForKept(environment);
  Pass pass = {instance, &kept, std::vector<bool>(places_.size()), {}, Occasion::kHandedIn};
  return Run(&pass);
}

absl::Status FormProgram::FindRelevant(Instance* instance, const Environment& environment) const {
  Pass pass = {instance, &environment, std::vector<bool>(places_.size()), {}, Occasion::kReadAgain};
  return Run(&pass);
}

absl::Status FormProgram::Run(Pass* pass) const {
  if (!ok_) return NotRunnable();
  const bool only_relevance = pass->occasion == Occasion::kReadAgain;
  for (const Work& work : order_) {
    if (only_relevance && work.aspect != Aspect::kRelevance) continue;
    // Of what is in a repeat there are nodes only where the repeat has instances.
    const ElementId at =
        work.aspect == Aspect::kInstances ? tree_->element(work.element).parent : work.element;
    absl::Status status;
    if (tree_->element(at).repeat == kNone) {
      status = Compute(work, pass->instance->Only(at), pass);
    } else {
      for (const NodeId node : NodesOf(*pass->instance, at)) {
        status = Compute(work, node, pass);
        if (!status.ok()) break;
      }
    }
    if (!status.ok()) return Named(work.element, status);
  }
  return absl::OkStatus();
}

absl::Status FormProgram::Compute(const Work& work, NodeId node, Pass* pass) const {
  const Programs& made = ProgramsOf(work.element);
  Instance* const instance = pass->instance;
  const Site site = {instance, node};
  switch (work.aspect) {
    case Aspect::kInstances:
      return ComputeInstances(work.element, node, pass);
    case Aspect::kRelevance: {
      bool relevant = instance->relevant(instance->parent(node));
      if (relevant && made.relevant) {
        const absl::StatusOr<bool> asked =
            EvaluateBoolean(*made.relevant, site, *pass->environment);
        if (!asked.ok()) return asked.status();
        relevant = *asked;
      }
      if (relevant != instance->relevant(node)) pass->changed[work.element] = true;
      // What it is computed from may have changed while nobody saw it.
      if (relevant && !instance->relevant(node) && made.asked && made.calculation &&
          made.triggers.empty()) {
        pass->added.push_back(node);
      }
      instance->set_relevant(node, relevant);
      return absl::OkStatus();
    }
    case Aspect::kValue:
      return ComputeValue(work.element, node, pass);
  }
  return absl::OkStatus();
}

absl::Status FormProgram::ComputeInstances(ElementId repeat, NodeId node, Pass* pass) const {
  Instance* const instance = pass->instance;
  // What was answered stays, in case it is asked again.
  if (!instance->relevant(node)) return absl::OkStatus();
  const absl::StatusOr<double> count =
      EvaluateNumber(*ProgramsOf(repeat).repeat_count, {instance, node}, *pass->environment);
  if (!count.ok()) return count.status();
  if (*count > kMaxInstances) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the repeat would have more than ", kMaxInstances, " instances"));
  }
  const std::size_t before = instance->Children(node, repeat).size();
  instance->SetInstances(node, repeat, *count >= 1 ? static_cast<int>(*count) : 0);
  if (instance->size() > kMaxNodes) {
    return absl::ResourceExhaustedError("the repeats would have too many instances together");
  }
  const auto instances = instance->Children(node, repeat);
  if (instances.size() == before) return absl::OkStatus();
  pass->changed[repeat] = true;
  if (pass->occasion != Occasion::kChange) return absl::OkStatus();
  for (std::size_t i = before; i < instances.size(); ++i) pass->added.push_back(instances[i]);
  return absl::OkStatus();
}

// Whether it is in something that begins.
bool FormProgram::IsNew(NodeId node, const Pass& pass) {
  if (pass.added.empty()) return false;
  const auto is_added = [&pass](NodeId one) {
    return std::find(pass.added.begin(), pass.added.end(), one) != pass.added.end();
  };
  while (node != kNone && !is_added(node)) node = pass.instance->parent(node);
  return node != kNone;
}

absl::Status FormProgram::ComputeValue(ElementId element, NodeId node, Pass* pass) const {
  const Programs& made = ProgramsOf(element);
  Instance* const instance = pass->instance;
  if (!instance->relevant(node)) {
    // An answer of a person stays, in case it is asked again; it is not seen as long.
    if (made.calculation && !made.asked) instance->set_text(node, "");
    return absl::OkStatus();
  }
  if (made.initial_value && instance->text(node).empty() && IsNew(node, *pass)) {
    const absl::Status status = SetValue(*made.initial_value, element, node, pass);
    if (!status.ok()) return status;
  }
  if (!made.calculation || !IsDue(element, node, *pass)) return absl::OkStatus();
  return SetValue(*made.calculation, element, node, pass);
}

bool FormProgram::IsDue(ElementId element, NodeId node, const Pass& pass) const {
  const Programs& made = ProgramsOf(element);
  const auto changed = [&pass](ElementId id) { return pass.changed[id]; };
  if (pass.occasion == Occasion::kHandedIn) return made.triggers.empty() && !made.asked;
  const bool begins = IsNew(node, pass);
  if (!made.triggers.empty()) {
    return !begins && std::any_of(made.triggers.begin(), made.triggers.end(), changed);
  }
  if (!made.asked || begins) return true;
  const auto reads = made.calculation->reads();
  return std::any_of(reads.begin(), reads.end(), changed);
}

absl::Status FormProgram::SetValue(const Program& program, ElementId element, NodeId node,
                                   Pass* pass) const {
  const absl::StatusOr<std::string> text =
      EvaluateValue(program, {pass->instance, node}, *pass->environment);
  if (!text.ok()) return text.status();
  if (*text == pass->instance->text(node)) return absl::OkStatus();
  pass->changed[element] = true;
  pass->instance->set_text(node, *text);
  return absl::OkStatus();
}

FormProgram::Dependence FormProgram::Depends(ElementId element) const {
  Dependence depends;
  for (const auto* made : {&ProgramsOf(element).calculation, &ProgramsOf(element).initial_value}) {
    if (*made == nullptr) continue;
    depends.on_chance |= (*made)->reads_random();
    depends.on_clock |= (*made)->reads_clock();
  }
  return depends;
}

absl::StatusOr<std::vector<AnswerViolation>> FormProgram::Check(
    const Instance& instance, const Environment& environment) const {
  if (!ok_) return NotRunnable();
  std::vector<AnswerViolation> violations;
  const absl::Status status = CheckBelow(instance, kRootNode, environment, &violations);
  if (!status.ok()) return status;
  return violations;
}

absl::Status FormProgram::CheckBelow(const Instance& instance, NodeId node,
                                     const Environment& environment,
                                     std::vector<AnswerViolation>* violations) const {
  for (const ElementId child : tree_->element(instance.element(node)).children) {
    for (const NodeId inner : instance.Children(node, child)) {
      if (!instance.relevant(inner)) continue;
      const absl::Status status = HoldsElements(tree_->element(child).type)
                                      ? CheckBelow(instance, inner, environment, violations)
                                      : CheckNode(instance, inner, environment, violations);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

absl::Status FormProgram::CheckNode(const Instance& instance, NodeId node,
                                    const Environment& environment,
                                    std::vector<AnswerViolation>* violations) const {
  const ElementId element = instance.element(node);
  const Programs& made = ProgramsOf(element);
  const bool empty = instance.text(node).empty();
  const auto& program = empty ? made.required : made.constraint;
  if (program) {
    const absl::StatusOr<bool> holds = EvaluateBoolean(*program, {&instance, node}, environment);
    if (!holds.ok()) return Named(element, holds.status());
    if (*holds == empty) {
      violations->push_back(
          {node, empty ? AnswerViolation::Kind::kRequired : AnswerViolation::Kind::kConstraint});
    }
  }
  if (empty || tree_->element(element).list == kNone) return absl::OkStatus();
  return CheckOptions(instance, node, environment, violations);
}

absl::Status FormProgram::CheckOptions(const Instance& instance, NodeId node,
                                       const Environment& environment,
                                       std::vector<AnswerViolation>* violations) const {
  const ListTable& list = tree_->list(tree_->element(instance.element(node)).list);
  if (list.open()) return absl::OkStatus();  // The options are kept outside.
  int count = 0;
  for (const absl::string_view chosen :
       absl::StrSplit(instance.text(node), ' ', absl::SkipEmpty())) {
    ++count;
    bool offered = false;
    for (std::size_t row = 0; row < list.rows() && !offered; ++row) {
      if (list.Cell(row, list.name_column()) != chosen) continue;
      const absl::StatusOr<bool> passes =
          IsOffered(instance, node, static_cast<int>(row), environment);
      if (!passes.ok()) return passes.status();
      offered = *passes;
    }
    if (offered) continue;
    violations->push_back({node, AnswerViolation::Kind::kOption});
    return absl::OkStatus();
  }
  const ElementId element = instance.element(node);
  // Without a filter it is known of the answer alone.
  if (tree_->element(element).type != ElementType::kRanking || !ProgramsOf(element).option_filter) {
    return absl::OkStatus();
  }
  const absl::StatusOr<std::vector<int>> offered = Offered(instance, node, environment);
  if (!offered.ok()) return offered.status();
  if (count < static_cast<int>(offered->size())) {
    violations->push_back({node, AnswerViolation::Kind::kRanking});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> FormProgram::IsOffered(const Instance& instance, NodeId node, int row,
                                            const Environment& environment) const {
  const ElementId element = instance.element(node);
  const auto& filter = ProgramsOf(element).option_filter;
  if (!filter) return true;
  const absl::StatusOr<bool> offered =
      EvaluateBoolean(*filter, {&instance, node, row}, environment);
  if (!offered.ok()) return Named(element, offered.status());
  return offered;
}

absl::StatusOr<bool> FormProgram::IsReadOnly(const Instance& instance, NodeId node,
                                             const Environment& environment) const {
  return Holds(ProgramsOf(instance.element(node)).read_only.get(), false, instance, node,
               environment);
}

absl::StatusOr<bool> FormProgram::IsRelevant(const Instance& instance, NodeId node,
                                             const Environment& environment) const {
  return Holds(ProgramsOf(instance.element(node)).relevant.get(), true, instance, node,
               environment);
}

absl::StatusOr<bool> FormProgram::IsRequired(const Instance& instance, NodeId node,
                                             const Environment& environment) const {
  return Holds(ProgramsOf(instance.element(node)).required.get(), false, instance, node,
               environment);
}

absl::StatusOr<bool> FormProgram::Holds(const Program* program, bool otherwise,
                                        const Instance& instance, NodeId node,
                                        const Environment& environment) const {
  if (!ok_) return NotRunnable();
  if (program == nullptr) return otherwise;
  const absl::StatusOr<bool> holds = EvaluateBoolean(*program, {&instance, node}, environment);
  if (!holds.ok()) return Named(instance.element(node), holds.status());
  return holds;
}

absl::StatusOr<std::vector<int>> FormProgram::Offered(const Instance& instance, NodeId node,
                                                      const Environment& environment) const {
  if (!ok_) return NotRunnable();
  std::vector<int> rows;
  const ElementId element = instance.element(node);
  if (tree_->element(element).list == kNone) return rows;
  const int count = static_cast<int>(tree_->list(tree_->element(element).list).rows());
  for (int row = 0; row < count; ++row) {
    const absl::StatusOr<bool> offered = IsOffered(instance, node, row, environment);
    if (!offered.ok()) return offered.status();
    if (*offered) rows.push_back(row);
  }
  return rows;
}

}  // namespace lotse::survey::logic
