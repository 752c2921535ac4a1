#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "services/survey/logic/program/estimate.h"

namespace lotse::survey::logic {

OriginSearch::OriginSearch(const ProgramCode& code, const FormTree& tree, ElementId at,
                           ProgramUse use)
    : code_(code),
      tree_(tree),
      is_value_(use == ProgramUse::kValue),
      used_(code.instructions.size()),
      walked_(code.instructions.size()),
      starts_(code.instructions.size()),
      last_(code.instructions.size()),
      read_(tree.elements().size()) {
  found_.at = at;
}

Origins OriginSearch::Find() {
  for (const ElementId id : code_.reads) read_[id] = true;
  used_[code_.root] = true;
  last_[code_.root] = is_value_;
  // Operands lie before what they belong to.
  for (std::size_t at = code_.instructions.size(); at > 0; --at) {
    if (!used_[at - 1]) continue;
    Use(static_cast<std::int32_t>(at - 1));
    Note(static_cast<std::int32_t>(at - 1));
  }
  for (const ElementId group : Groups()) {
    found_.reads_itself = found_.reads_itself || tree_.IsWithin(found_.at, group);
    AddAllIn(group);
  }
  for (std::size_t id = 0; id < read_.size(); ++id) {
    if (read_[id]) found_.elements.push_back(static_cast<ElementId>(id));
  }
  found_.keeps = found_.keeps || found_.reads_itself;
  return std::move(found_);
}

void OriginSearch::Use(std::int32_t at) {
  const Instruction& i = code_.instructions[at];
  for (int place = 0; place < i.count; ++place) used_[Operand(i, place)] = true;
  if (i.op != Op::kPath) return;
  for (const StepCode& step : code_.paths[i.detail]) {
    for (const std::int32_t predicate : step.predicates) used_[predicate] = true;
  }
}

void OriginSearch::Note(std::int32_t at) {
  const Instruction& i = code_.instructions[at];
  switch (i.op) {
    case Op::kPath:
      walked_[Operand(i, 0)] = starts_[Operand(i, 0)] = true;
      return;
    case Op::kPositionOf:
      walked_[Operand(i, 0)] = true;
      return;
    case Op::kFilter:
      walked_[Operand(i, 0)] = walked_[at];
      return;
    case Op::kUnion:
      for (int place = 0; place < i.count; ++place) walked_[Operand(i, place)] = walked_[at];
      return;
    case Op::kCall:
      if (CalledBy(i) == "count") walked_[Operand(i, 0)] = true;
      if (CalledBy(i) == "randomize") walked_[Operand(i, 0)] = walked_[at];
      return;
    case Op::kIf:
      for (const int place : {1, 2}) {
        walked_[Operand(i, place)] = walked_[at];
        last_[Operand(i, place)] = last_[at];
      }
      return;
    case Op::kCoalesce:
      for (const int place : {0, 1}) last_[Operand(i, place)] = last_[at];
      return;
    default:
      NoteOwn(at);
  }
}

void OriginSearch::NoteOwn(std::int32_t at) {
  const Instruction& i = code_.instructions[at];
  if (i.op == Op::kOnce) {
    found_.keeps = true;
    // What is kept and computed with again can grow each time.
    found_.reads_itself = found_.reads_itself || !last_[at];
    last_[Operand(i, 0)] = last_[at];
  }
  const ElementId repeat = tree_.element(found_.at).repeat;
  if ((i.op == Op::kPosition || i.op == Op::kLast) && repeat != kNone) read_[repeat] = true;
  if (i.op == Op::kCurrent && !starts_[at]) found_.reads_itself = true;
  if (i.op == Op::kContext && !starts_[at]) {
    names_context_ = true;
    // A question that names itself so is a circle.
    if (HoldsElements(tree_.element(found_.at).type)) found_.reads_itself = true;
  }
}

std::vector<ElementId> OriginSearch::Groups() const {
  std::vector<ElementId> ends;
  for (std::size_t at = 0; at < code_.instructions.size(); ++at) {
    const Op op = code_.instructions[at].op;
    if (op != Op::kReference && op != Op::kPath && op != Op::kIndexedRepeat) continue;
    if (!used_[at]) continue;
    // What is filtered by its value.
    if (walked_[at] && !names_context_) continue;
    AddEnds(code_, static_cast<std::int32_t>(at), {}, &ends);
  }
  if (names_context_) {
    for (const std::vector<StepCode>& path : code_.paths) {
      for (const StepCode& step : path) {
        for (const Place& place : step.targets) {
          if (place.list == kNone) ends.push_back(place.row);
        }
      }
    }
  }
  std::sort(ends.begin(), ends.end());
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
  ends.erase(
      std::remove_if(ends.begin(), ends.end(),
                     [this](ElementId id) { return !HoldsElements(tree_.element(id).type); }),
      ends.end());
  return ends;
}

void OriginSearch::AddAllIn(ElementId id) {
  for (const ElementId child : tree_.element(id).children) {
    if (HoldsElements(tree_.element(child).type)) {
      AddAllIn(child);
    } else if (!read_[child]) {
      // Nothing says that it is computed before.
      found_.keeps = true;
    }
    read_[child] = true;
  }
}

}  // namespace lotse::survey::logic
