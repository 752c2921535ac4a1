#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "services/survey/logic/program/estimate.h"

// What an Estimate finds of nodes.
namespace lotse::survey::logic {

Drawn Estimate::OfNodes(std::int32_t at, const Instruction& i) const {
  std::vector<ElementId> ends;
  AddEnds(at, &ends);
  Drawn made = Which(at);
  if (i.single && ends.size() == 1 && made.IsNone()) return OfElement(ends[0]);
  for (const ElementId id : ends) {
    const Drawn one = OfElement(id);
    Multiply(tree_.element(id).repeat == kNone ? one : Repeated(one), &made);
  }
  return made;
}

Drawn Estimate::Which(std::int32_t at) const {
  Drawn made;
  Multiply(Choosing(at), &made);
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
        for (const std::int32_t predicate : step.predicates) Multiply(Of(predicate), &made);
      }
      return made.IsNone() ? made : Repeated(made);
    }
    case Op::kFilter: {
      Drawn made = Choosing(Operand(i, 0));
      for (int place = 1; place < i.count; ++place) Multiply(OfOperand(i, place), &made);
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

Drawn Estimate::OfElement(ElementId id) const {
  const Element& element = tree_.element(id);
  if (!HoldsElements(element.type)) return elements_[id];
  Drawn made;
  for (const ElementId child : element.children) {
    const Drawn one = OfElement(child);
    Multiply(element.repeat == kNone ? one : Repeated(one), &made);
  }
  return made;
}

void Estimate::AddEnds(std::int32_t at, std::vector<ElementId>* ends) const {
  const Instruction& i = code_.instructions[at];
  switch (i.op) {
    case Op::kReference: {
      const Route& route = code_.routes[i.detail];
      if (route.count > 0) ends->push_back(code_.ways[route.first + route.count - 1]);
      return;
    }
    case Op::kPath:
      for (const Place& place : code_.paths[i.detail].back().targets) {
        if (place.list == kNone) ends->push_back(place.row);
      }
      return;
    case Op::kIndexedRepeat:
      ends->push_back(code_.indexed[i.detail].down.back().element);
      return;
    case Op::kFilter:
      return AddEnds(Operand(i, 0), ends);
    case Op::kUnion:
      for (int place = 0; place < i.count; ++place) AddEnds(Operand(i, place), ends);
      return;
    default:
      return;
  }
}

bool Estimate::NamesGroup() const {
  std::vector<ElementId> ends;
  for (std::size_t at = 0; at < code_.instructions.size(); ++at) {
    const Op op = code_.instructions[at].op;
    if (op == Op::kReference || op == Op::kPath || op == Op::kIndexedRepeat) {
      AddEnds(static_cast<std::int32_t>(at), &ends);
    }
  }
  return std::any_of(ends.begin(), ends.end(),
                     [this](ElementId id) { return HoldsElements(tree_.element(id).type); });
}

}  // namespace lotse::survey::logic
