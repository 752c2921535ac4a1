#pragma once

#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/drawn.h"
#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {

// Where a part of a program is computed: the elements that the context can be, and the one that the
// program is run at.
struct Surroundings {
  absl::Span<const ElementId> context;
  ElementId current = kRootElement;
};

// Adds the elements at which nodes end; those of lists say the same to all.
void AddEnds(const ProgramCode& code, std::int32_t at, const Surroundings& around,
             std::vector<ElementId>* ends);

// The name of the function that is called; empty if none is.
absl::string_view CalledBy(const Instruction& i);

// Goes through the code of one program for OriginsOf.
class OriginSearch {
 public:
  OriginSearch(const ProgramCode& code, const FormTree& tree, ElementId at, ProgramUse use);

  Origins Find();

 private:
  std::int32_t Operand(const Instruction& i, int place) const {
    return code_.operands[i.first + place];
  }
  void Use(std::int32_t at);
  // Notes what is known of the operands of an instruction; these are noted after it.
  void Note(std::int32_t at);
  void NoteOwn(std::int32_t at);
  // Groups whose value is taken, each once.
  std::vector<ElementId> Groups() const;
  void AddAllIn(ElementId id);

  const ProgramCode& code_;
  const FormTree& tree_;
  const bool is_value_;
  Origins found_;
  // By instruction: the whole is computed from it; only which nodes it is counts, not what they
  // say; a path starts with it; its value is that of the whole as it is.
  std::vector<bool> used_;
  std::vector<bool> walked_;
  std::vector<bool> starts_;
  std::vector<bool> last_;
  // By element.
  std::vector<bool> read_;
  // Something names its context alone, as `.` does.
  bool names_context_ = false;
};

// Goes through the code of one program for DrawnBy. It recurses as deep as the expression is high
// (kMaxHeight), and looks at each part once.
class Estimate {
 public:
  Estimate(const ProgramCode& code, const FormTree& tree, const Origins& origins,
           absl::Span<const Drawn> elements);

  // Of the whole program.
  Drawn OfAll() const;

 private:
  std::int32_t Operand(const Instruction& i, int place) const {
    return code_.operands[i.first + place];
  }
  Drawn OfOperand(const Instruction& i, int place) const { return Of(Operand(i, place)); }

  // All that is drawn in its origins.
  Drawn Read() const;
  bool CallsNow() const;
  // Of a value that is made of its own former one.
  Drawn OfItself() const;

  // Of one instruction.
  Drawn Of(std::int32_t at) const;
  Drawn Computed(std::int32_t at, const Instruction& i) const;
  // Of a choice between operands that `chooses`.
  Drawn Either(const Drawn& chooses, const Drawn& a, const Drawn& b) const;
  Drawn OfIf(const Instruction& i) const;
  // Of what is computed from all operands in a way that nothing is known of; `wordy` if one of
  // their texts is.
  Drawn Together(const Instruction& i) const;
  Drawn OfNumbers(const Instruction& i) const;
  // Functions: estimate_calls.cc.
  Drawn OfCall(const Instruction& i) const;
  Drawn OfUuid(const Instruction& i) const;
  Drawn OfWhole(const Instruction& i, bool rounds) const;
  Drawn OfBest(const Instruction& i, bool largest) const;
  Drawn OfDay(const Instruction& i) const;
  Drawn OfPart(const Instruction& i) const;
  Drawn Translated(const Instruction& i) const;
  // The text of an operand that is a constant one; null for any other.
  const Constant* TextAt(const Instruction& i, int place) const;

  // Nodes: estimate_nodes.cc.
  // Which of them it is, and what they say.
  Drawn OfNodes(std::int32_t at, const Instruction& i) const;
  // Which nodes there are, whatever they say.
  Drawn Which(std::int32_t at) const;
  // What decides which are taken of those that there are.
  Drawn Choosing(std::int32_t at) const;
  void MultiplyPredicates(absl::Span<const std::int32_t> predicates, std::vector<ElementId> context,
                          Drawn* made) const;
  // Where it is, or how many there are, in the context.
  Drawn OfPlace() const;
  // Whether there is one, or how many.
  Drawn IsThere(ElementId id) const;
  // The value of a group is that of all in it.
  Drawn OfElement(ElementId id) const;
  // Each once.
  std::vector<ElementId> EndsOf(std::int32_t at) const;

  const ProgramCode& code_;
  const FormTree& tree_;
  const Origins& origins_;
  absl::Span<const Drawn> elements_;
  // A value that was kept is one of all alternatives.
  bool adds_alternatives_ = false;
  // The elements that predicates filter, the innermost last.
  mutable std::vector<std::vector<ElementId>> contexts_;
  // Groups that were looked at.
  mutable absl::flat_hash_map<ElementId, Drawn> groups_;
};

}  // namespace lotse::survey::logic
