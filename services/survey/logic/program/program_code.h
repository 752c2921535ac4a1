#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "services/survey/logic/form/form_tree.h"
#include "services/survey/logic/form/node.h"
#include "services/survey/logic/functions/regex.h"
#include "services/survey/logic/syntax/expression.h"
#include "services/survey/logic/values/value.h"

// What a Program is made of, for the compiler and the evaluator.
namespace lotse::survey::logic {

// Where a part of an expression can be before it is known where it is: an element of the response
// (`row` is the ElementId, `column` 0), or a part of a list (`row` 0, `column` as in Node).
using Place = Node;

inline Place PlaceOf(ElementId element) { return {kNone, element, 0}; }
inline Place PlaceIn(int list, int column) { return {list, 0, column}; }

enum class Op : std::uint8_t {
  kConstant,       // constants[detail]
  kOr,             // Of its operands, until one is true.
  kAnd,            // Of its operands, until one is false.
  kCompare,        // Two operands by `sign`.
  kCompute,        // Two operands by `sign`.
  kNegate,         // One operand.
  kUnion,          // Of its operands.
  kContext,        // The context node.
  kCurrent,        // The node that the program is run at.
  kReference,      // The nodes at the end of routes[detail].
  kList,           // The list with place `detail`.
  kPath,           // The operand, followed by paths[detail].
  kFilter,         // The first operand, filtered by the others.
  kCall,           // Functions()[detail] of the operands.
  kRegex,          // The operand looked at by regexes[detail].
  kIf,             // Three operands.
  kCoalesce,       // Two operands.
  kOnce,           // One operand.
  kPosition,       // Of the context.
  kPositionOf,     // Of the operand.
  kLast,           // Size of the context.
  kPulldata,       // lookups[detail], key is the operand.
  kChoiceName,     // Label in the list with place `detail`, the option is the operand.
  kIndexedRepeat,  // indexed[detail], indexes are the operands.
};

struct Instruction {
  Op op = Op::kConstant;
  ValueType type = ValueType::kText;
  // Its nodes are one of the response, which is missing only where it is not asked: then its value
  // is the empty text, as without an answer.
  bool single = false;
  // Of kCompare and kCompute.
  Expression::Kind sign = Expression::Kind::kEqual;
  std::int32_t detail = 0;
  // The operands are operands[first] and so on, places of instructions.
  std::int32_t first = 0;
  std::int32_t count = 0;
};

struct Constant {
  ValueType type = ValueType::kText;
  double number = 0;
  std::string text;
};

// From the node that a program is run at to the nodes of an element: up so many parents, then down
// through the elements ways[first] and so on, of repeats through all instances.
struct Route {
  // The element at its end.
  ElementId target = kRootElement;
  std::int32_t up = 0;
  std::int32_t first = 0;
  std::int32_t count = 0;
};

struct StepCode {
  Step::Axis axis = Step::Axis::kChild;
  // Where it can lead.
  std::vector<Place> targets;
  // Places of instructions.
  std::vector<std::int32_t> predicates;
  // For options whose first predicate is `column = key` with a key that is the same for all: the
  // instruction of the key and the column; kNone for other steps. So a list is gone through without
  // running the predicate for each row.
  std::int32_t key = kNone;
  int key_column = kNone;
};

struct Lookup {
  int list = kNone;
  int wanted = 0;
  int key = 0;
};

// From the root down through these elements; of the repeats among them the instance given by the
// operand at `index`, or with kNone that in which the program is run, or all.
struct IndexedRoute {
  struct Part {
    ElementId element = kRootElement;
    int index = kNone;
  };
  std::vector<Part> down;
};

struct ProgramCode {
  std::vector<Instruction> instructions;
  std::vector<std::int32_t> operands;
  std::int32_t root = 0;
  // The list at whose rows it is run; kNone: it is run at nodes.
  int list = kNone;
  std::vector<Constant> constants;
  std::vector<Route> routes;
  std::vector<ElementId> ways;
  std::vector<std::vector<StepCode>> paths;
  std::vector<CompiledRegex> regexes;
  std::vector<Lookup> lookups;
  std::vector<IndexedRoute> indexed;

  std::vector<ElementId> reads;
  bool reads_clock = false;
  bool reads_random = false;
  bool reads_position = false;
  std::vector<std::string> warnings;

  // Gives memory back that nothing needs once it is compiled.
  void Shrink();
};

}  // namespace lotse::survey::logic
