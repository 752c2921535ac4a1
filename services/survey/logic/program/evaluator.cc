#include "services/survey/logic/program/evaluator.h"

#include <cmath>
#include <limits>
#include <string>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/survey/logic/functions/function_table.h"

namespace lotse::survey::logic {

using Kind = Expression::Kind;

Value Evaluator::Run(std::int32_t instruction, const Frame& frame) {
  if (!rt_.Charge(1)) return Value::Text("");
  const Instruction& i = code_.instructions[instruction];
  switch (i.op) {
    case Op::kConstant:
      return Constants(i);
    case Op::kOr:
    case Op::kAnd:
    case Op::kIf:
    case Op::kCoalesce:
      return Choice(i, frame);
    case Op::kCompare: {
      const Value left = RunValue(Operand(i, 0), frame);
      return Value::Boolean(Compare(rt_, i.sign, left, RunValue(Operand(i, 1), frame)));
    }
    case Op::kCompute:
      return Compute(i, frame);
    case Op::kNegate:
      return Value::Number(-rt_.Number(RunOperand(i, 0, frame)));
    case Op::kContext:
      return Value::Nodes({frame.node});
    case Op::kCurrent:
      return Value::Nodes({Node::OfResponse(current_)});
    case Op::kReference:
      return Reference(code_.routes[i.detail]);
    case Op::kList:
      return Value::Nodes({{i.detail, 0, Node::kInstance}});
    case Op::kUnion:
      return Union(i, frame);
    case Op::kPath:
      return Path(i, frame);
    case Op::kFilter:
      return Filter(i, frame);
    case Op::kIndexedRepeat:
      return IndexedRepeat(i, frame);
    case Op::kCall:
      return Call(i, frame);
    case Op::kRegex:
      return Value::Boolean(
          Matches(rt_, *code_.regexes[i.detail], rt_.Text(RunOperand(i, 0, frame))));
    case Op::kOnce:
      return Once(i, frame);
    case Op::kPosition:
      return Value::Number(frame.position);
    case Op::kPositionOf:
      return PositionOf(RunOperand(i, 0, frame));
    case Op::kLast:
      return Value::Number(frame.size);
    case Op::kPulldata:
      return Pulldata(i, frame);
    case Op::kChoiceName:
      return ChoiceName(i, frame);
  }
  return Value::Text("");
}

Value Evaluator::RunValue(std::int32_t instruction, const Frame& frame) {
  Value value = Run(instruction, frame);
  if (!value.is_nodes() || !value.nodes().empty()) return value;
  return code_.instructions[instruction].single ? Value::Text("") : value;
}

Value Evaluator::Constants(const Instruction& i) const {
  const Constant& constant = code_.constants[i.detail];
  switch (constant.type) {
    case ValueType::kNumber:
      return Value::Number(constant.number);
    case ValueType::kBoolean:
      return Value::Boolean(constant.number != 0);
    default:
      return Value::Text(constant.text);
  }
}

// What computes only the operands that it needs.
Value Evaluator::Choice(const Instruction& i, const Frame& frame) {
  if (i.op == Op::kIf) {
    const bool holds = rt_.Boolean(RunOperand(i, 0, frame));
    return RunOperand(i, holds ? 1 : 2, frame);
  }
  if (i.op == Op::kCoalesce) {
    const absl::string_view first = rt_.Text(RunOperand(i, 0, frame));
    return Value::Text(first.empty() ? rt_.Text(RunOperand(i, 1, frame)) : first);
  }
  const bool decides = i.op == Op::kOr;
  for (int place = 0; place < i.count; ++place) {
    if (rt_.Boolean(RunOperand(i, place, frame)) == decides) return Value::Boolean(decides);
  }
  return Value::Boolean(!decides);
}

Value Evaluator::Compute(const Instruction& i, const Frame& frame) {
  const double a = rt_.Number(RunOperand(i, 0, frame));
  const double b = rt_.Number(RunOperand(i, 1, frame));
  switch (i.sign) {
    case Kind::kAdd:
      return Value::Number(a + b);
    case Kind::kSubtract:
      return Value::Number(a - b);
    case Kind::kMultiply:
      return Value::Number(a * b);
    case Kind::kDivide:
      return Value::Number(a / b);
    default:
      // The sign of the first, as XPath says.
      return Value::Number(std::fmod(a, b));
  }
}

Value Evaluator::Call(const Instruction& i, const Frame& frame) {
  const Function& function = Functions()[i.detail];
  absl::InlinedVector<Value, 4> arguments;
  for (int place = 0; place < i.count; ++place) {
    const bool wants_nodes = TypeOfArgument(function, place) == 's';
    const std::int32_t operand = Operand(i, place);
    arguments.push_back(wants_nodes ? Run(operand, frame) : RunValue(operand, frame));
    if (rt_.failed()) return Value::Text("");
    if (wants_nodes && !arguments.back().is_nodes()) {
      rt_.Fail(absl::InvalidArgumentError(
          absl::StrCat(function.name, "() got a value, and takes a node set")));
      return Value::Text("");
    }
  }
  return function.run(rt_, arguments);
}

Value Evaluator::Once(const Instruction& i, const Frame& frame) {
  const absl::string_view there = rt_.TextOf(Node::OfResponse(current_));
  return Value::Text(there.empty() ? rt_.Text(RunOperand(i, 0, frame)) : there);
}

Value Evaluator::PositionOf(const Value& nodes) {
  if (!nodes.is_nodes() || nodes.nodes().empty()) {
    return Value::Number(std::numeric_limits<double>::quiet_NaN());
  }
  const Node& node = nodes.nodes().front();
  if (node.list == kNone) return Value::Number(rt_.instance().position(node.row));
  return Value::Number(node.column == Node::kItem ? node.row + 1 : 1);
}

Value Evaluator::Pulldata(const Instruction& i, const Frame& frame) {
  const Lookup& lookup = code_.lookups[i.detail];
  const absl::string_view key = rt_.Text(RunOperand(i, 0, frame));
  const ListTable& list = rt_.tree().list(lookup.list);
  if (!ChargeForRows(list)) return Value::Text("");
  for (std::size_t row = 0; row < list.rows(); ++row) {
    if (list.Cell(row, lookup.key) != key) continue;
    return Value::Text(rt_.TextOf({lookup.list, static_cast<int>(row), lookup.wanted}));
  }
  return Value::Text("");
}

Value Evaluator::ChoiceName(const Instruction& i, const Frame& frame) {
  const absl::string_view wanted = rt_.Text(RunOperand(i, 0, frame));
  const ListTable& list = rt_.tree().list(i.detail);
  if (!ChargeForRows(list)) return Value::Text("");
  for (std::size_t row = 0; row < list.rows(); ++row) {
    if (list.Cell(row, list.name_column()) != wanted) continue;
    if (list.label_column() == kNone) return Value::Text(wanted);
    return Value::Text(rt_.TextOf({i.detail, static_cast<int>(row), list.label_column()}));
  }
  return Value::Text("");
}

}  // namespace lotse::survey::logic
