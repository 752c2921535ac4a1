#include "services/survey/logic/questionnaire/form_program.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/survey/logic/questionnaire/dependencies.h"

// How a FormProgram is made; how it runs is in form_program_run.cc.
namespace lotse::survey::logic {
namespace {

constexpr int kAspects = 3;

bool IsCondition(LogicProperty property) {
  return property != LogicProperty::kCalculation && property != LogicProperty::kInitialValue &&
         property != LogicProperty::kRepeatCount;
}

}  // namespace

FormProgram::FormProgram(FormTree tree, const std::vector<ElementLogic>& logic)
    : tree_(std::make_unique<const FormTree>(std::move(tree))) {
  CompileAll(logic);
  if (ok_) FindOrder();
}

std::size_t FormProgram::NodeOf(ElementId element, Aspect aspect) {
  return static_cast<std::size_t>(element) * kAspects + static_cast<std::size_t>(aspect);
}

std::unique_ptr<const Program> FormProgram::CompileOne(const std::string& expression,
                                                       ElementId element, LogicProperty property,
                                                       const Scope& scope) {
  if (expression.empty()) return nullptr;
  absl::StatusOr<Program> program = Compile(expression, *tree_, scope);
  if (!program.ok()) {
    ok_ = false;
    findings_.push_back({element, property, true, std::string(program.status().message())});
    return nullptr;
  }
  const bool says_who =
      property == LogicProperty::kRelevant || property == LogicProperty::kRepeatCount;
  if (says_who && (program->reads_clock() || program->reads_random())) {
    // Nobody could tell afterwards who was asked.
    ok_ = false;
    findings_.push_back({element, property, true,
                         "who is asked, or how often, would change with the time or by chance; put "
                         "that part into a calculation and name it here"});
  }
  for (const std::string& warning : program->warnings()) {
    findings_.push_back({element, property, false, warning});
  }
  if (IsCondition(property) && program->type() == ValueType::kNodes) {
    findings_.push_back({element, property, false,
                         "a question or path alone is true also without an answer; compare it, for "
                         "example with `!= ''`"});
  }
  return std::make_unique<const Program>(*std::move(program));
}

void FormProgram::CompileAll(const std::vector<ElementLogic>& logic) {
  programs_.resize(1);
  places_.resize(tree_->elements().size());
  for (ElementId id = 0; id < Elements(); ++id) {
    if (id >= static_cast<ElementId>(logic.size())) break;
    const ElementLogic& text = logic[id];
    Programs made;
    const Scope here = {id, kNone};
    made.relevant = CompileOne(text.relevant, id, LogicProperty::kRelevant, here);
    made.constraint = CompileOne(text.constraint, id, LogicProperty::kConstraint, here);
    made.required = CompileOne(text.required, id, LogicProperty::kRequired, here);
    made.calculation = CompileOne(text.calculation, id, LogicProperty::kCalculation, here);
    made.initial_value = CompileOne(text.initial_value, id, LogicProperty::kInitialValue, here);
    made.read_only = CompileOne(text.read_only, id, LogicProperty::kReadOnly, here);
    if (const int list = tree_->element(id).list; list != kNone) {
      made.option_filter =
          CompileOne(text.option_filter, id, LogicProperty::kOptionFilter, {id, list});
    }
    if (tree_->element(id).type == ElementType::kRepeat) {
      // Where there is no instance yet, it stands in what the repeat is in.
      made.repeat_count = CompileOne(text.repeat_count, id, LogicProperty::kRepeatCount,
                                     {tree_->element(id).parent, kNone});
    }
    made.triggers = text.triggers;
    made.asked = text.asked;
    if (!made.Any()) continue;
    places_[id] = static_cast<std::uint32_t>(programs_.size());
    programs_.push_back(std::move(made));
  }
  programs_.shrink_to_fit();
}

bool FormProgram::Programs::Any() const {
  return relevant || constraint || required || calculation || initial_value || read_only ||
         option_filter || repeat_count;
}

// Whoever reads an element needs its value, and to know whether it is asked; that in turn needs
// what it is in, and how many instances there are.
void FormProgram::AddNeeds(const Program* program, std::vector<std::size_t>* needs) const {
  if (program == nullptr) return;
  for (const ElementId id : program->reads()) {
    needs->push_back(NodeOf(id, Aspect::kRelevance));
    if (!HoldsElements(tree_->element(id).type)) needs->push_back(NodeOf(id, Aspect::kValue));
  }
}

void FormProgram::FindOrder() {
  Needs needs(tree_->elements().size() * kAspects);
  for (ElementId id = 1; id < Elements(); ++id) {
    const Programs& made = ProgramsOf(id);
    const std::size_t around = NodeOf(tree_->element(id).parent, Aspect::kRelevance);
    auto& instances = needs[NodeOf(id, Aspect::kInstances)];
    instances.push_back(around);
    AddNeeds(made.repeat_count.get(), &instances);
    auto& relevance = needs[NodeOf(id, Aspect::kRelevance)];
    relevance.push_back(around);
    if (tree_->element(id).type == ElementType::kRepeat) {
      relevance.push_back(NodeOf(id, Aspect::kInstances));
    }
    AddNeeds(made.relevant.get(), &relevance);
    // A group that names itself means where it is, not whether it is asked.
    if (HoldsElements(tree_->element(id).type)) {
      relevance.erase(
          std::remove(relevance.begin(), relevance.end(), NodeOf(id, Aspect::kRelevance)),
          relevance.end());
    }
    auto& value = needs[NodeOf(id, Aspect::kValue)];
    value.push_back(NodeOf(id, Aspect::kRelevance));
    AddNeeds(made.calculation.get(), &value);
    AddNeeds(made.initial_value.get(), &value);
  }
  const Order order = OrderOf(needs);
  if (!order.circle.empty()) {
    std::string path;
    ElementId last = kNone;
    for (const std::size_t node : order.circle) {
      const ElementId id = static_cast<ElementId>(node / kAspects);
      // Only who is named anew; that a question needs its own relevance says nothing.
      if (id == last && node != order.circle.back()) continue;
      absl::StrAppend(&path, path.empty() ? "" : " -> ", tree_->element(id).code);
      last = id;
    }
    ok_ = false;
    const std::size_t first = order.circle.front();
    const ElementId id = static_cast<ElementId>(first / kAspects);
    const Aspect aspect = static_cast<Aspect>(first % kAspects);
    findings_.push_back({id,
                         aspect == Aspect::kValue       ? LogicProperty::kCalculation
                         : aspect == Aspect::kRelevance ? LogicProperty::kRelevant
                                                        : LogicProperty::kRepeatCount,
                         true,
                         absl::StrCat("the expressions need one another in a circle: ", path,
                                      "; take one of them out")});
    return;
  }
  for (const std::size_t node : order.nodes) {
    const Work work = {static_cast<ElementId>(node / kAspects),
                       static_cast<Aspect>(node % kAspects)};
    if (IsWork(work)) order_.push_back(work);
  }
  order_.shrink_to_fit();
}

bool FormProgram::IsWork(const Work& work) const {
  const Programs& made = ProgramsOf(work.element);
  switch (work.aspect) {
    case Aspect::kInstances:
      return made.repeat_count != nullptr;
    case Aspect::kRelevance:
      return work.element != kRootElement;
    case Aspect::kValue:
      return made.calculation != nullptr || made.initial_value != nullptr;
  }
  return false;
}

const Program* FormProgram::Of(ElementId element, LogicProperty property) const {
  const Programs& made = ProgramsOf(element);
  switch (property) {
    case LogicProperty::kRelevant:
      return made.relevant.get();
    case LogicProperty::kConstraint:
      return made.constraint.get();
    case LogicProperty::kRequired:
      return made.required.get();
    case LogicProperty::kCalculation:
      return made.calculation.get();
    case LogicProperty::kInitialValue:
      return made.initial_value.get();
    case LogicProperty::kReadOnly:
      return made.read_only.get();
    case LogicProperty::kOptionFilter:
      return made.option_filter.get();
    case LogicProperty::kRepeatCount:
      return made.repeat_count.get();
  }
  return nullptr;
}

bool FormProgram::Reads(const Programs& made, const std::vector<bool>& told) const {
  const auto reads = [&told](const std::unique_ptr<const Program>& program) {
    if (program == nullptr) return false;
    const auto elements = program->reads();
    return std::any_of(elements.begin(), elements.end(), [&](ElementId id) { return told[id]; });
  };
  return reads(made.relevant) || reads(made.repeat_count) || reads(made.calculation) ||
         reads(made.initial_value) || reads(made.option_filter);
}

std::vector<bool> FormProgram::Telling(std::vector<bool> told) const {
  // Expressions may look ahead, so it is gone through until nothing is added.
  for (bool more = true; more;) {
    more = false;
    for (ElementId id = 1; id < Elements(); ++id) {
      if (told[id]) continue;
      if (!told[tree_->element(id).parent] && !Reads(ProgramsOf(id), told)) continue;
      told[id] = more = true;
    }
  }
  return told;
}

}  // namespace lotse::survey::logic
