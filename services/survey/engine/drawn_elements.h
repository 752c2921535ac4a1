#pragma once

#include <vector>

#include "absl/types/span.h"
#include "lotse/survey/v1alpha/instrument.pb.h"
#include "services/survey/logic/program/drawn.h"
#include "services/survey/logic/questionnaire/form_program.h"

// What is drawn of each element of a questionnaire, however it gets there: by what it is computed
// from, by a condition of it or of what it is in, or by how many there are.
namespace lotse::survey {

// Whether all that is drawn of something is told by groups that are counted already.
enum class Told {
  kNot,
  // By what is stored at the end: what is computed then tells no more.
  kAtTheEnd,
  // And it was the same all the time: neither does what was kept before.
  kAlways,
};

class DrawnElements {
 public:
  // `program` has to be ok().
  DrawnElements(const v1alpha::Instrument& instrument, const logic::FormProgram& program);

  logic::ElementId size() const { return static_cast<logic::ElementId>(elements_.size()); }
  const logic::FormProgram& program() const { return program_; }

  // The question; null for an item of a matrix, and for a section.
  const v1alpha::Question* question(logic::ElementId id) const { return elements_[id].question; }
  // What is computed of it, if it is asked.
  const logic::Drawn& value(logic::ElementId id) const { return elements_[id].value; }
  // By how many values it is told whether it is asked, and not told elsewhere; of what is in
  // repeats also how often.
  double AskedValues(logic::ElementId id) const;
  // Likewise how many instances of a repeat there are.
  double InstancesValues(logic::ElementId id) const;

  // True if it has an expression for its value, and is no METADATA.
  bool IsComputed(logic::ElementId id) const;
  // True if the service sets it, and nobody else: only of these it leaves draws out.
  bool IsUnasked(logic::ElementId id) const;
  // Whether what a client says of it is believed, so that it is not computed anew.
  bool IsTold(logic::ElementId id) const;
  // Whether it is computed anew when the response is handed in. Then the first day of the field
  // period is today, and there is no METADATA.
  bool IsAnew(logic::ElementId id) const;
  // Whether only whole numbers from 0 to 99 are stored of it.
  bool LeavesFineOut(logic::ElementId id) const;
  // Whether it is never stored.
  bool IsNeverStored(logic::ElementId id) const;

  // Whether its value tells something that is not counted elsewhere.
  bool AddsByValue(logic::ElementId id) const { return elements_[id].adds; }

  // What its value is computed from.
  std::vector<logic::ElementId> OriginsOf(logic::ElementId id) const;

 private:
  struct State {
    const v1alpha::Question* question = nullptr;
    logic::Drawn value;
    Told value_told = Told::kAlways;
    bool adds = false;
    logic::Drawn asked;
    Told asked_told = Told::kAlways;
    logic::Drawn instances;
    Told instances_told = Told::kAlways;
    // A condition of it, or around it, has what is told of something and not computed anew.
    bool asked_keeps = false;
    bool instances_keep = false;
    // A condition stands at it, or around it.
    bool has_condition = false;
    // The question with options by which alone people decide whether it is asked; kNone: they do
    // not.
    logic::ElementId choice = logic::kNone;
    // Whether it is asked can change often while people answer.
    bool is_unsteady = false;
  };

  // One of its expressions that says what it is, or whether.
  struct Source {
    const logic::Program* program = nullptr;
    logic::Origins origins;
  };

  static Told Least(Told a, Told b) { return a < b ? a : b; }

  bool Keeps(logic::ElementId id) const;
  // Whether the condition of it is computed anew at the end.
  bool IsAskedAnew(logic::ElementId id) const;
  bool IsDrawnOnce(logic::ElementId id) const;
  // Whether people choose one of its options, always.
  bool IsChoice(logic::ElementId id) const;
  Source SourceOf(logic::ElementId id, logic::LogicProperty property) const;

  // What is known of a value that is not computed.
  void Begin(logic::ElementId id);
  // Goes through all once; true if something has changed.
  bool Pass();
  void FindInstances(logic::ElementId id);
  void FindAsked(logic::ElementId id);
  void FindSteadiness(logic::ElementId id, absl::Span<const logic::ElementId> reads);
  void FindValue(logic::ElementId id);
  void FindTold(logic::ElementId id, Told origins);
  // Sets what those that name it see of it.
  void Show(logic::ElementId id);
  logic::Drawn DrawnOf(const Source& source) const;
  Told ToldOf(absl::Span<const logic::ElementId> origins) const;
  // If it does not come to an end.
  void GiveUp();

  const logic::FormProgram& program_;
  std::vector<State> elements_;
  // As those see it that name it, by element; of a group or repeat `asked`.
  std::vector<logic::Drawn> seen_;
  std::vector<Told> told_;
  // By element: the expressions for its value.
  std::vector<std::vector<Source>> values_;
  bool has_changed_ = false;
};

}  // namespace lotse::survey
