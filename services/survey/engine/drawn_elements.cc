#include "services/survey/engine/drawn_elements.h"

#include <algorithm>
#include <utility>

#include "services/survey/engine/question_kinds.h"
#include "services/survey/engine/question_tree.h"

namespace lotse::survey {
namespace {

using logic::Drawn;
using logic::ElementId;
using logic::FormProgram;
using logic::LogicProperty;
using logic::ProgramUse;
using v1alpha::Question;

// A group that is named may be computed later, and each such name takes one pass more.
constexpr int kMaxPasses = 8;

constexpr LogicProperty kValueProperties[] = {LogicProperty::kInitialValue,
                                              LogicProperty::kCalculation};

Drawn Unknown() {
  Drawn unknown;
  unknown.by_chance = unknown.by_moment = Drawn::kMany;
  return logic::Repeated(unknown);
}

// A whole number that people answer; out of its range it is refused.
void KeepInRange(const Question& question, Drawn* drawn) {
  drawn->whole = true;
  if (question.has_minimum()) drawn->least = static_cast<double>(question.minimum());
  if (question.has_maximum()) drawn->most = static_cast<double>(question.maximum());
}

template <typename Value>
void Set(Value made, Value* value, bool* has_changed) {
  *has_changed = *has_changed || made != *value;
  *value = std::move(made);
}

}  // namespace

DrawnElements::DrawnElements(const v1alpha::Instrument& instrument, const FormProgram& program)
    : program_(program),
      elements_(program.tree().elements().size()),
      seen_(elements_.size()),
      told_(elements_.size(), Told::kAlways),
      values_(elements_.size()) {
  // A note has no value of its own, but others may read what is computed for it.
  AnyQuestion(instrument, [this](const Question& question) {
    const auto element = program_.tree().Find(question.code());
    if (element) elements_[*element].question = &question;
    return false;
  });
  for (ElementId id = 1; id < size(); ++id) {
    if (question(id) == nullptr) continue;
    for (const LogicProperty property : kValueProperties) {
      if (program_.Of(id, property) != nullptr) values_[id].push_back(SourceOf(id, property));
    }
    Begin(id);
  }
  int passes = 0;
  while (passes < kMaxPasses && Pass()) ++passes;
  if (passes == kMaxPasses) GiveUp();
}

void DrawnElements::GiveUp() {
  for (ElementId id = 1; id < size(); ++id) {
    State& state = elements_[id];
    if (values_[id].empty()) continue;
    state.value = Unknown();
    state.adds = true;
  }
}

bool DrawnElements::IsComputed(ElementId id) const {
  return !values_[id].empty() && question(id)->kind() != Question::KIND_METADATA;
}

bool DrawnElements::IsUnasked(ElementId id) const {
  return survey::IsComputed(*question(id)) || question(id)->kind() == Question::KIND_HIDDEN;
}

bool DrawnElements::Keeps(ElementId id) const {
  return std::any_of(values_[id].begin(), values_[id].end(),
                     [](const Source& source) { return source.origins.keeps; });
}

bool DrawnElements::IsTold(ElementId id) const {
  return question(id)->kind() == Question::KIND_HIDDEN || !program_.TriggersOf(id).empty() ||
         program_.Of(id, LogicProperty::kCalculation) == nullptr || Keeps(id);
}

bool DrawnElements::IsAnew(ElementId id) const {
  return IsUnasked(id) && (program_.Depends(id).on_clock || !IsTold(id));
}

bool DrawnElements::LeavesFineOut(ElementId id) const {
  return IsUnasked(id) && program_.Depends(id).on_chance;
}

bool DrawnElements::IsNeverStored(ElementId id) const {
  return question(id)->kind() == Question::KIND_METADATA || !HasValue(question(id)->kind()) ||
         (question(id)->kind() == Question::KIND_HIDDEN && program_.Depends(id).on_clock);
}

bool DrawnElements::IsAskedAnew(ElementId id) const {
  return IsAnew(id) && !elements_[id].asked_keeps;
}

double DrawnElements::AskedValues(ElementId id) const {
  const State& state = elements_[id];
  const bool is_anew = IsAskedAnew(id);
  if (state.asked_told >= (is_anew ? Told::kAtTheEnd : Told::kAlways)) return 1;
  return is_anew ? state.asked.by_chance : state.asked.values();
}

double DrawnElements::InstancesValues(ElementId id) const {
  const State& state = elements_[id];
  const Told enough = state.instances_keep ? Told::kAlways : Told::kAtTheEnd;
  if (state.instances_told >= enough) return 1;
  return state.instances_keep ? state.instances.values() : state.instances.by_chance;
}

std::vector<ElementId> DrawnElements::OriginsOf(ElementId id) const {
  std::vector<ElementId> all;
  for (const Source& source : values_[id]) {
    all.insert(all.end(), source.origins.elements.begin(), source.origins.elements.end());
  }
  return all;
}

// Whether the first draw stays. What is not asked in between is drawn again.
bool DrawnElements::IsDrawnOnce(ElementId id) const {
  if (!program_.TriggersOf(id).empty()) return false;
  const logic::Program* const calculation = program_.Of(id, LogicProperty::kCalculation);
  if (calculation == nullptr) return true;
  return logic::IsOnce(*calculation) && !elements_[id].is_unsteady;
}

DrawnElements::Source DrawnElements::SourceOf(ElementId id, LogicProperty property) const {
  const bool is_value =
      property == LogicProperty::kCalculation || property == LogicProperty::kInitialValue;
  // How often something is asked is found in what it is in.
  const ElementId at =
      property == LogicProperty::kRepeatCount ? program_.tree().element(id).parent : id;
  const logic::Program* const program = program_.Of(id, property);
  return {program, logic::OriginsOf(*program, program_.tree(), at,
                                    is_value ? ProgramUse::kValue : ProgramUse::kCondition)};
}

Drawn DrawnElements::DrawnOf(const Source& source) const {
  return logic::DrawnBy(*source.program, program_.tree(), source.origins, seen_);
}

Told DrawnElements::ToldOf(absl::Span<const ElementId> origins) const {
  Told told = Told::kAlways;
  for (const ElementId id : origins) told = Least(told, told_[id]);
  return told;
}

void DrawnElements::Begin(ElementId id) {
  State& state = elements_[id];
  if (state.question->kind() == Question::KIND_METADATA) {
    const Question::Metadata metadata = state.question->metadata();
    if (!values_[id].empty()) {
      state.value = Unknown();
    } else if (metadata != Question::METADATA_TODAY) {
      state.value.by_moment = Drawn::kMany;
      state.value.is_time =
          metadata == Question::METADATA_START || metadata == Question::METADATA_END;
    }
    if (!state.value.IsNone()) state.value_told = Told::kNot;
  } else if (state.question->kind() == Question::KIND_INTEGER && values_[id].empty()) {
    KeepInRange(*state.question, &state.value);
  }
}

bool DrawnElements::Pass() {
  has_changed_ = false;
  for (const FormProgram::Work& work : program_.order()) {
    switch (work.aspect) {
      case FormProgram::Aspect::kInstances:
        FindInstances(work.element);
        break;
      case FormProgram::Aspect::kRelevance:
        FindAsked(work.element);
        break;
      case FormProgram::Aspect::kValue:
        if (IsComputed(work.element)) FindValue(work.element);
        break;
    }
    Show(work.element);
  }
  return has_changed_;
}

void DrawnElements::FindInstances(ElementId id) {
  State& state = elements_[id];
  const Source source = SourceOf(id, LogicProperty::kRepeatCount);
  Set(DrawnOf(source), &state.instances, &has_changed_);
  const Told told = state.instances.IsNone() ? Told::kAlways : ToldOf(source.origins.elements);
  Set(told, &state.instances_told, &has_changed_);
  state.instances_keep = source.origins.keeps;
}

void DrawnElements::FindAsked(ElementId id) {
  State& state = elements_[id];
  const State& around = elements_[program_.tree().element(id).parent];
  const bool was_unsteady = state.is_unsteady;
  const bool kept = state.asked_keeps;
  const ElementId choice = state.choice;
  Drawn asked;
  Multiply(around.asked, &asked);
  Multiply(state.instances, &asked);
  Told told = Least(around.asked_told, state.instances_told);
  state.has_condition = around.has_condition;
  state.choice = around.choice;
  state.is_unsteady = around.is_unsteady;
  state.asked_keeps = around.asked_keeps || state.instances_keep;
  if (program_.Of(id, LogicProperty::kRelevant) != nullptr) {
    const Source source = SourceOf(id, LogicProperty::kRelevant);
    const Drawn condition = DrawnOf(source);
    Multiply(condition, &asked);
    if (!condition.IsNone()) told = Least(told, ToldOf(source.origins.elements));
    state.has_condition = true;
    state.asked_keeps = state.asked_keeps || source.origins.keeps;
    state.is_unsteady = state.is_unsteady || source.origins.keeps;
    FindSteadiness(id, source.origins.elements);
  }
  // An option that is not offered is refused.
  if (IsComputed(id) && program_.Of(id, LogicProperty::kOptionFilter) != nullptr) {
    const Source source = SourceOf(id, LogicProperty::kOptionFilter);
    const Drawn offered = logic::Repeated(DrawnOf(source));
    state.asked_keeps = state.asked_keeps || source.origins.keeps;
    Multiply(offered, &asked);
    if (!offered.IsNone()) told = Least(told, ToldOf(source.origins.elements));
  }
  Set(asked, &state.asked, &has_changed_);
  Set(told, &state.asked_told, &has_changed_);
  has_changed_ = has_changed_ || was_unsteady != state.is_unsteady || kept != state.asked_keeps ||
                 choice != state.choice;
}

// What people choose once, such as whether they take part, rarely changes; a text does with each
// letter, and several questions do together.
void DrawnElements::FindSteadiness(ElementId id, absl::Span<const ElementId> reads) {
  State& state = elements_[id];
  for (const ElementId read : reads) {
    if (program_.tree().IsWithin(id, read)) continue;
    const State& other = elements_[read];
    // Whose choice decides by it.
    const ElementId choice = IsChoice(read) ? read : other.choice;
    const bool is_group = program_.tree().element(read).type == logic::ElementType::kGroup;
    const bool is_drawn_once = IsComputed(read) && IsUnasked(read) && IsDrawnOnce(read);
    const bool is_steady =
        !other.is_unsteady && (is_group || is_drawn_once || IsChoice(read)) &&
        (choice == logic::kNone || state.choice == logic::kNone || state.choice == choice);
    if (!is_steady) state.is_unsteady = true;
    if (choice != logic::kNone) state.choice = choice;
  }
}

bool DrawnElements::IsChoice(ElementId id) const {
  const State& state = elements_[id];
  if (state.question == nullptr || !values_[id].empty() || state.has_condition) return false;
  return state.question->kind() == Question::KIND_SINGLE_CHOICE ||
         state.question->kind() == Question::KIND_ACKNOWLEDGEMENT;
}

void DrawnElements::FindValue(ElementId id) {
  State& state = elements_[id];
  std::vector<ElementId> origins = OriginsOf(id);
  Drawn made;
  for (const Source& source : values_[id]) {
    const Drawn one = DrawnOf(source);
    // What it is at the start may stay.
    made = &source == &values_[id].front() ? one : logic::OneOf(made, made, one);
  }
  for (const ElementId trigger : program_.TriggersOf(id)) {
    origins.push_back(trigger);
    Multiply(logic::Repeated(seen_[trigger]), &made);
  }
  Set(made, &state.value, &has_changed_);
  FindTold(id, ToldOf(origins));
}

void DrawnElements::FindTold(ElementId id, Told origins) {
  State& state = elements_[id];
  const auto depends = program_.Depends(id);
  if (depends.on_chance || (depends.on_clock && state.value.by_moment > 1)) origins = Told::kNot;
  Told told = state.value.IsNone() ? Told::kAlways : origins;
  const bool adds = told < (IsAnew(id) ? Told::kAtTheEnd : Told::kAlways);
  if (adds) {
    // It counts by itself. What is stored tells all of it unless something is left out, and also
    // what others kept of it before if it was never another.
    const bool is_stored = !IsNeverStored(id) && (!LeavesFineOut(id) || state.value.IsGroup());
    const bool is_there = !state.value.gap || state.value.filled;
    const bool stays = IsDrawnOnce(id) && is_there && !(IsUnasked(id) && depends.on_clock);
    told = !is_stored ? Told::kNot : stays ? Told::kAlways : Told::kAtTheEnd;
  }
  Set(adds, &state.adds, &has_changed_);
  Set(told, &state.value_told, &has_changed_);
}

void DrawnElements::Show(ElementId id) {
  const State& state = elements_[id];
  Drawn seen;
  if (state.question == nullptr || logic::HoldsElements(program_.tree().element(id).type)) {
    Multiply(state.asked, &seen);
    Set(seen, &seen_[id], &has_changed_);
    Set(state.asked_told, &told_[id], &has_changed_);
    return;
  }
  seen = state.value;
  const bool may_be_empty = state.has_condition || !program_.TriggersOf(id).empty();
  if (IsComputed(id) && !IsUnasked(id)) {
    // People may write something else over it, or nothing.
    seen = Drawn();
    Multiply(state.value, &seen);
    seen.gap = !seen.IsNone();
  } else if (may_be_empty) {
    seen.sure = seen.filled = seen.fraction = seen.wordy = seen.empty_or_wordy = false;
    seen.signs = 0;
  }
  if (!state.asked.IsNone()) seen.is_time = false;
  if (state.asked.by_chance > 1) seen.by_chance += 1;
  if (state.asked.by_moment > 1) seen.by_moment += 1;
  seen.gap = seen.gap || !state.asked.IsNone();
  Set(seen, &seen_[id], &has_changed_);
  Set(Least(state.value_told, state.asked_told), &told_[id], &has_changed_);
}

}  // namespace lotse::survey
