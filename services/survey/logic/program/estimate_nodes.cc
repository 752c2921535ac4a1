#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/survey/logic/program/estimate.h"

// What an Estimate finds of nodes.
namespace lotse::survey::logic {

void AddEnds(const ProgramCode& code, std::int32_t at, const Surroundings& around,
             std::vector<ElementId>* ends) {
  const Instruction& i = code.instructions[at];
  const auto add_operands = [&](int first, int last) {
    for (int place = first; place <= last; ++place) {
      AddEnds(code, code.operands[i.first + place], around, ends);
    }
  };
  switch (i.op) {
    case Op::kContext:
      ends->insert(ends->end(), around.context.begin(), around.context.end());
      return;
    case Op::kCurrent:
      ends->push_back(around.current);
      return;
    case Op::kReference:
      ends->push_back(code.routes[i.detail].target);
      return;
    case Op::kPath:
      for (const Place& place : code.paths[i.detail].back().targets) {
        if (place.list == kNone) ends->push_back(place.row);
      }
      return;
    case Op::kIndexedRepeat:
      ends->push_back(code.indexed[i.detail].down.back().element);
      return;
    case Op::kFilter:
      return add_operands(0, 0);
    case Op::kUnion:
      return add_operands(0, i.count - 1);
    case Op::kIf:
      return add_operands(1, 2);
    case Op::kCall:
      if (CalledBy(i) == "randomize") add_operands(0, 0);
      return;
    default:
      return;
  }
}

std::vector<ElementId> Estimate::EndsOf(std::int32_t at) const {
  Surroundings around = {absl::MakeConstSpan(&origins_.at, 1), origins_.at};
  if (!contexts_.empty()) around.context = contexts_.back();
  if (contexts_.empty() && code_.list != kNone) around.context = {};
  std::vector<ElementId> ends;
  AddEnds(code_, at, around, &ends);
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  return ends;
}

Drawn Estimate::OfNodes(std::int32_t at, const Instruction& i) const {
  const std::vector<ElementId> ends = EndsOf(at);
  Drawn made;
  Multiply(Choosing(at), &made);
  if (i.single && ends.size() == 1 && made.IsNone()) return OfElement(ends[0]);
  for (const ElementId id : ends) {
    const Drawn one = OfElement(id);
    Multiply(tree_.element(id).repeat == kNone ? one : Repeated(one), &made);
  }
  made.gap = !made.IsNone();
  return made;
}

Drawn Estimate::Which(std::int32_t at) const {
  Drawn made;
  Multiply(Choosing(at), &made);
  for (const ElementId id : EndsOf(at)) Multiply(IsThere(id), &made);
  made.gap = !made.IsNone();
  return made;
}

Drawn Estimate::Choosing(std::int32_t at) const {
  const Instruction& i = code_.instructions[at];
  switch (i.op) {
    case Op::kContext:
    case Op::kCurrent:
    case Op::kReference:
    case Op::kList:
      return {};
    case Op::kIndexedRepeat:
      return Together(i);
    case Op::kPath: {
      Drawn made = Choosing(Operand(i, 0));
      for (const StepCode& step : code_.paths[i.detail]) {
        std::vector<ElementId> targets;
        for (const Place& place : step.targets) {
          if (place.list == kNone) targets.push_back(place.row);
        }
        MultiplyPredicates(step.predicates, std::move(targets), &made);
      }
      return made.IsNone() ? made : Repeated(made);
    }
    case Op::kFilter: {
      Drawn made = Choosing(Operand(i, 0));
      const auto predicates = absl::MakeConstSpan(code_.operands).subspan(i.first + 1, i.count - 1);
      MultiplyPredicates(predicates, EndsOf(Operand(i, 0)), &made);
      return made.IsNone() ? made : Repeated(made);
    }
    case Op::kUnion: {
      Drawn made;
      for (int place = 0; place < i.count; ++place) Multiply(Choosing(Operand(i, place)), &made);
      return made;
    }
    default:
      return Of(at);
  }
}

void Estimate::MultiplyPredicates(absl::Span<const std::int32_t> predicates,
                                  std::vector<ElementId> context, Drawn* made) const {
  if (predicates.empty()) return;
  contexts_.push_back(std::move(context));
  for (const std::int32_t predicate : predicates) Multiply(Of(predicate), made);
  contexts_.pop_back();
}

Drawn Estimate::OfPlace() const {
  Drawn made;
  if (contexts_.empty()) {
    const ElementId repeat = tree_.element(origins_.at).repeat;
    if (repeat != kNone) Multiply(IsThere(repeat), &made);
  } else {
    for (const ElementId id : contexts_.back()) Multiply(IsThere(id), &made);
  }
  made.gap = !made.IsNone();
  return made;
}

Drawn Estimate::IsThere(ElementId id) const {
  const Element& element = tree_.element(id);
  const bool is_repeat = element.type == ElementType::kRepeat;
  const ElementId around = is_repeat ? tree_.element(element.parent).repeat : element.repeat;
  return around == kNone ? elements_[id] : Repeated(elements_[id]);
}

Drawn Estimate::OfElement(ElementId id) const {
  const Element& element = tree_.element(id);
  if (!HoldsElements(element.type)) return elements_[id];
  if (const auto found = groups_.find(id); found != groups_.end()) return found->second;
  Drawn made;
  Multiply(elements_[id], &made);
  for (const ElementId child : element.children) {
    const Drawn one = OfElement(child);
    Multiply(element.repeat == kNone ? one : Repeated(one), &made);
  }
  made.gap = !made.IsNone();
  groups_.emplace(id, made);
  return made;
}

}  // namespace lotse::survey::logic
