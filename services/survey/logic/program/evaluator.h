#pragma once

#include <cstdint>
#include <vector>

#include "services/survey/logic/program/program_code.h"
#include "services/survey/logic/values/runtime.h"

namespace lotse::survey::logic {

// Runs the code of programs. It recurses as deep as the expression is high (kMaxHeight).
class Evaluator {
 public:
  // What `.`, position() and last() are.
  struct Frame {
    Node node;
    int position = 1;
    int size = 1;
  };

  // `current` is the node that the program is run at.
  Evaluator(const ProgramCode* code, Runtime* runtime, NodeId current)
      : code_(*code), rt_(*runtime), current_(current) {}

  // Computes an instruction. After a failure of the runtime the value means nothing.
  Value Run(std::int32_t instruction, const Frame& frame);

 private:
  std::int32_t Operand(const Instruction& i, int place) const {
    return code_.operands[i.first + place];
  }
  Value RunOperand(const Instruction& i, int place, const Frame& frame) {
    return Run(Operand(i, place), frame);
  }
  // As Run where a value is needed: what is not asked is empty, as without an answer.
  Value RunValue(std::int32_t instruction, const Frame& frame);

  Value Choice(const Instruction& i, const Frame& frame);
  Value Compute(const Instruction& i, const Frame& frame);
  Value Call(const Instruction& i, const Frame& frame);
  Value Once(const Instruction& i, const Frame& frame);
  Value PositionOf(const Value& nodes);
  Value Pulldata(const Instruction& i, const Frame& frame);
  Value ChoiceName(const Instruction& i, const Frame& frame);
  Value Constants(const Instruction& i) const;

  // Paths: evaluator_paths.cc.
  Value Union(const Instruction& i, const Frame& frame);
  Value Reference(const Route& route);
  Value Path(const Instruction& i, const Frame& frame);
  Value Filter(const Instruction& i, const Frame& frame);
  Value IndexedRepeat(const Instruction& i, const Frame& frame);
  NodeSet Step(const StepCode& step, const NodeSet& from, const Frame& frame);
  // Takes what looking through a list costs off the budget: 16 cells are compared in a step.
  bool ChargeForRows(const ListTable& list);
  // Adds the options that have the key of a step; false if the key is none that can be looked up.
  bool LookUp(const StepCode& step, const Node& from, const Frame& frame, NodeSet* to);
  void AddTargets(const StepCode& step, const Node& from, NodeSet* to);
  void AddChildren(const Place& target, const Node& from, NodeSet* to);
  NodeSet Filtered(NodeSet nodes, const std::int32_t* predicates, std::size_t count);
  // Adds the relevant nodes of an element in each of `from`.
  std::vector<NodeId> Down(const std::vector<NodeId>& from, ElementId element);
  // In the order of the document, each once.
  void Sort(NodeSet* nodes) const;

  const ProgramCode& code_;
  Runtime& rt_;
  NodeId current_;
};

// Compares two values as section 3.4 of XPath 1.0 says. Two texts that are days, or days with a
// time, are equal if they are the same moment.
bool Compare(Runtime& rt, Expression::Kind sign, const Value& a, const Value& b);

}  // namespace lotse::survey::logic
