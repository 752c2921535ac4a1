#pragma once

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/program/drawn.h"
#include "services/survey/logic/program/program_code.h"

namespace lotse::survey::logic {

// Goes through the code of one program for DrawnBy. It recurses as deep as the expression is high
// (kMaxHeight), and looks at each part once.
class Estimate {
 public:
  Estimate(const ProgramCode& code, const FormTree& tree, absl::Span<const Drawn> elements)
      : code_(code), tree_(tree), elements_(elements) {}

  // Of the whole program.
  Drawn OfAll() const;
  // See drawn.h.
  bool NamesGroup() const;

 private:
  std::int32_t Operand(const Instruction& i, int place) const {
    return code_.operands[i.first + place];
  }
  Drawn OfOperand(const Instruction& i, int place) const { return Of(Operand(i, place)); }

  // Of one instruction.
  Drawn Of(std::int32_t at) const;
  Drawn Computed(std::int32_t at, const Instruction& i) const;
  // Of what is computed from all operands; `wordy` if one of their texts is.
  Drawn Together(const Instruction& i) const;
  Drawn OfNumbers(const Instruction& i) const;
  Drawn OfCall(const Instruction& i) const;
  Drawn OfUuid(const Instruction& i) const;
  Drawn OfWhole(const Instruction& i, bool rounds) const;
  Drawn OfBest(const Instruction& i, bool largest) const;

  // Nodes: estimate_nodes.cc.
  // Which of them it is, and what they say.
  Drawn OfNodes(std::int32_t at, const Instruction& i) const;
  // Which nodes it is, whatever they say.
  Drawn Which(std::int32_t at) const;
  Drawn Choosing(std::int32_t at) const;
  // The value of a group is that of all in it.
  Drawn OfElement(ElementId id) const;
  // Adds the elements whose values the nodes have; those of lists say the same to all.
  void AddEnds(std::int32_t at, std::vector<ElementId>* ends) const;

  const ProgramCode& code_;
  const FormTree& tree_;
  absl::Span<const Drawn> elements_;
};

// What both of them tell together.
void Multiply(const Drawn& other, Drawn* drawn);

// Of each of any number of instances another one.
Drawn Repeated(const Drawn& one);

}  // namespace lotse::survey::logic
