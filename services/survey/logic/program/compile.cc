#include "services/survey/logic/program/compile.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/survey/logic/program/compilation.h"
#include "services/survey/logic/program/evaluator.h"
#include "services/survey/logic/syntax/parser.h"
#include "services/survey/logic/values/date_time.h"
#include "services/survey/logic/values/number_text.h"

namespace lotse::survey::logic {

using Kind = Expression::Kind;

namespace {

// Steps that computing a constant may take.
constexpr std::int64_t kFoldingSteps = 10'000;

// Whether these are computed when all their operands are constants.
bool CanFold(Op op) {
  switch (op) {
    case Op::kOr:
    case Op::kAnd:
    case Op::kCompare:
    case Op::kCompute:
    case Op::kNegate:
    case Op::kCall:
    case Op::kRegex:
    case Op::kIf:
    case Op::kCoalesce:
      return true;
    default:
      return false;
  }
}

}  // namespace

absl::StatusOr<Program> Compilation::Run(const Expression& expression) {
  Context context;
  context.places.Add(scope_.list == kNone ? PlaceOf(scope_.element)
                                          : PlaceIn(scope_.list, Node::kItem));
  code_.list = scope_.list;
  code_.root = Any(expression, context).code;
  if (failed()) return status_;
  std::sort(code_.reads.begin(), code_.reads.end());
  code_.reads.erase(std::unique(code_.reads.begin(), code_.reads.end()), code_.reads.end());
  code_.Shrink();
  return Program(std::make_shared<const ProgramCode>(std::move(code_)));
}

Compilation::Part Compilation::Fail(const Expression& at, absl::string_view message) {
  if (!failed()) status_ = WrongAt(source_, at.position, message);
  return {};
}

void Compilation::Warn(std::size_t position, absl::string_view message) {
  code_.warnings.emplace_back(WrongAt(source_, position, message).message());
}

Compilation::Part Compilation::EmitConstant(Constant constant) {
  Part part;
  part.code = static_cast<std::int32_t>(code_.instructions.size());
  part.type = constant.type;
  Instruction instruction;
  instruction.op = Op::kConstant;
  instruction.type = constant.type;
  instruction.detail = AddConstant(std::move(constant));
  code_.instructions.push_back(instruction);
  return part;
}

std::int32_t Compilation::AddConstant(Constant constant) {
  std::vector<Constant>& constants = code_.constants;
  const std::size_t size = constants.size();
  for (std::size_t i = size; i > 0 && i + kLookedBack > size; --i) {
    const Constant& known = constants[i - 1];
    // 0 and -0 are not the same where something is divided by them.
    if (known.type == constant.type && known.text == constant.text &&
        known.number == constant.number &&
        std::signbit(known.number) == std::signbit(constant.number)) {
      return static_cast<std::int32_t>(i - 1);
    }
  }
  constants.push_back(std::move(constant));
  return static_cast<std::int32_t>(size);
}

Compilation::Part Compilation::Emit(const Expression& at, Instruction instruction,
                                    const Operands& operands) {
  if (failed()) return {};
  instruction.first = static_cast<std::int32_t>(code_.operands.size());
  instruction.count = static_cast<std::int32_t>(operands.size());
  code_.operands.insert(code_.operands.end(), operands.begin(), operands.end());
  Part part;
  part.code = static_cast<std::int32_t>(code_.instructions.size());
  code_.instructions.push_back(instruction);
  const bool constant = std::all_of(operands.begin(), operands.end(), [this](std::int32_t i) {
    return code_.instructions[i].op == Op::kConstant;
  });
  if (constant && CanFold(instruction.op)) Fold(at, part.code);
  part.type = code_.instructions[part.code].type;
  return part;
}

void Compilation::Fold(const Expression& at, std::int32_t code) {
  const Environment environment;
  Runtime runtime(&tree_, nullptr, &environment, kFoldingSteps);
  Evaluator evaluator(&code_, &runtime, kRootNode);
  const Value value = evaluator.Run(code, {});
  if (runtime.used_environment() || absl::IsResourceExhausted(runtime.status())) return;
  if (runtime.failed()) {
    Fail(at, runtime.status().message());
    return;
  }
  Constant constant;
  constant.type = value.type();
  if (value.type() == ValueType::kText) {
    constant.text = std::string(value.text());
  } else {
    constant.number = value.number();
  }
  Instruction& instruction = code_.instructions[code];
  instruction = Instruction();
  instruction.op = Op::kConstant;
  instruction.type = constant.type;
  instruction.detail = AddConstant(std::move(constant));
}

Compilation::Part Compilation::NodesPart(const Expression& at, Instruction instruction,
                                         const Operands& operands, Places places) {
  instruction.type = ValueType::kNodes;
  Part part = Emit(at, instruction, operands);
  part.places = std::move(places);
  return part;
}

bool Compilation::HasOneValue(const Part& part) const {
  if (failed()) return false;
  const bool is_value = part.type != ValueType::kNodes && part.type != ValueType::kAny;
  return is_value || code_.instructions[part.code].single;
}

Compilation::Part Compilation::Any(const Expression& e, const Context& context) {
  if (failed()) return {};
  switch (e.kind) {
    case Kind::kOr:
    case Kind::kAnd:
      return Logical(e, context);
    case Kind::kUnion:
      return Union(e, context);
    case Kind::kNumber:
      return EmitConstant({ValueType::kNumber, e.number, ""});
    case Kind::kText:
      return EmitConstant({ValueType::kText, 0, e.text});
    case Kind::kReference:
      return Reference(e, e.text);
    case Kind::kCall:
      return Call(e, context);
    case Kind::kFilter:
      return Filter(e, context);
    case Kind::kPath:
      return Path(e, context);
    case Kind::kNegate: {
      Instruction instruction;
      instruction.op = Op::kNegate;
      instruction.type = ValueType::kNumber;
      return Emit(e, instruction, {ValueOf(*e.operands[0], context).code});
    }
    default:
      return Binary(e, context);
  }
}

Compilation::Part Compilation::Logical(const Expression& e, const Context& context) {
  Operands operands;
  for (const ExpressionPtr& operand : e.operands)
    operands.push_back(TruthOf(*operand, context).code);
  Instruction instruction;
  instruction.op = e.kind == Kind::kOr ? Op::kOr : Op::kAnd;
  instruction.type = ValueType::kBoolean;
  return Emit(e, instruction, operands);
}

Compilation::Part Compilation::Binary(const Expression& e, const Context& context) {
  const Part left = ValueOf(*e.operands[0], context);
  const Part right = ValueOf(*e.operands[1], context);
  if (failed()) return {};
  Instruction instruction;
  instruction.sign = e.kind;
  const bool computes = e.kind >= Kind::kAdd && e.kind <= Kind::kModulo;
  instruction.op = computes ? Op::kCompute : Op::kCompare;
  instruction.type = computes ? ValueType::kNumber : ValueType::kBoolean;
  if (e.kind == Kind::kEqual || e.kind == Kind::kNotEqual) {
    CheckOption(left, *e.operands[1]);
    CheckOption(right, *e.operands[0]);
  }
  if (!computes) {
    CheckNumber(left, *e.operands[1]);
    CheckNumber(right, *e.operands[0]);
  }
  return Emit(e, instruction, {left.code, right.code});
}

Compilation::Part Compilation::Union(const Expression& e, const Context& context) {
  Operands operands;
  Places places;
  for (const ExpressionPtr& operand : e.operands) {
    const Part part = NodesOf(*operand, context, "`|` joins node sets");
    operands.push_back(part.code);
    places.Add(part.places);
  }
  Instruction instruction;
  instruction.op = Op::kUnion;
  return NodesPart(e, instruction, operands, std::move(places));
}

Compilation::Part Compilation::ValueOf(const Expression& e, const Context& context) {
  Part part = Any(e, context);
  if (failed() || part.type != ValueType::kNodes) return part;
  for (const Place& place : part.places.all) {
    if (place.list != kNone) continue;
    if (!HoldsElements(tree_.element(place.row).type)) continue;
    // Long expressions name the same group again and again.
    if (read_whole_.contains(place.row)) break;
    ReadAllIn(place.row);
    Warn(e.position, absl::StrCat(Named(tree_, place),
                                  " has no value of its own: this is the texts of all that is in "
                                  "it; name one question"));
    break;
  }
  return part;
}

// A node is true because it is there. In a predicate that is what one asks; of a question it is
// asked whenever the question is, and JavaRosa asks for the answer instead.
Compilation::Part Compilation::TruthOf(const Expression& e, const Context& context) {
  Part part = Any(e, context);
  if (failed() || context.in_predicate || part.type != ValueType::kNodes) return part;
  if (e.kind != Kind::kReference || HoldsElements(tree_.element(part.places.all[0].row).type)) {
    return part;
  }
  Warn(e.position, absl::StrCat("`${", e.text, "}` alone is true also without an answer; write `${",
                                e.text, "} != ''`"));
  return part;
}

Compilation::Part Compilation::NodesOf(const Expression& e, const Context& context,
                                       absl::string_view what) {
  Part part = Any(e, context);
  if (!failed() && part.type != ValueType::kNodes) {
    return Fail(e, absl::StrCat(what, ", and this is a value; give `${code}` or a path"));
  }
  return part;
}

void Compilation::CheckOption(const Part& question, const Expression& option) {
  if (option.kind != Kind::kText || option.text.empty()) return;
  if (question.type != ValueType::kNodes || question.places.all.size() != 1) return;
  const Place& place = question.places.all[0];
  if (place.list != kNone || tree_.element(place.row).list == kNone) return;
  const ListTable& list = tree_.list(tree_.element(place.row).list);
  if (list.open()) return;
  for (std::size_t row = 0; row < list.rows(); ++row) {
    // Several options in a row are compared as one text.
    if (absl::StrContains(absl::StrCat(" ", option.text, " "),
                          absl::StrCat(" ", list.Cell(row, list.name_column()), " "))) {
      return;
    }
  }
  Warn(option.position, absl::StrCat("`", option.text, "` is no option of ", Named(tree_, place)));
}

void Compilation::CheckNumber(const Part& question, const Expression& text) {
  if (text.kind != Kind::kText || text.text.empty()) return;
  if (question.type != ValueType::kNodes || question.places.all.size() != 1) return;
  const Place& place = question.places.all[0];
  if (place.list != kNone) return;
  const ElementType type = tree_.element(place.row).type;
  if (type != ElementType::kInteger && type != ElementType::kDecimal) return;
  // A day is a number as well.
  if (!std::isnan(ReadNumber(text.text)) || LooksLikeDate(text.text)) return;
  Warn(text.position, absl::StrCat("`", text.text, "` is no number, and ", Named(tree_, place),
                                   " takes nothing else; write a number, or '' for no answer"));
}

void Compilation::Read(const Place& place) {
  if (place.list == kNone) code_.reads.push_back(place.row);
}

void Compilation::ReadAllIn(ElementId element) {
  if (!read_whole_.insert(element).second) return;
  code_.reads.push_back(element);
  for (const ElementId child : tree_.element(element).children) ReadAllIn(child);
}

absl::StatusOr<Program> Compile(absl::string_view expression, const FormTree& tree,
                                const Scope& scope) {
  const absl::StatusOr<ExpressionPtr> parsed = Parse(expression);
  if (!parsed.ok()) return parsed.status();
  return Compilation(expression, tree, scope).Run(**parsed);
}

}  // namespace lotse::survey::logic
