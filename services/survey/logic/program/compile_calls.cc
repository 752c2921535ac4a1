#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/logic/functions/function_table.h"
#include "services/survey/logic/program/compilation.h"
#include "services/survey/logic/syntax/parser.h"
#include "services/survey/logic/values/date_time.h"

// How a Compilation compiles calls of functions.
namespace lotse::survey::logic {

using Kind = Expression::Kind;
using Form = FunctionForm;

Compilation::Part Compilation::Call(const Expression& e, const Context& context) {
  const Function* const function = FindFunction(e.text);
  if (function == nullptr) return Fail(e, NoFunction(e.text));
  const int arguments = static_cast<int>(e.operands.size());
  if (const auto wrong = WrongCount(*function, arguments)) return Fail(e, *wrong);
  if (function->effect == FunctionEffect::kClock) code_.reads_clock = true;
  // A seed makes the order the same every time.
  if (function->effect == FunctionEffect::kRandom && (e.text != "randomize" || arguments == 1)) {
    code_.reads_random = true;
  }
  if (function->form == Form::kOrdinary || function->form == Form::kOfContext) {
    return Ordinary(e, *function, context);
  }
  return OfForm(e, *function, context);
}

Compilation::Part Compilation::Ordinary(const Expression& e, const Function& function,
                                        const Context& context) {
  Operands operands;
  for (std::size_t i = 0; i < e.operands.size(); ++i) {
    const Expression& operand = *e.operands[i];
    const char type = TypeOfArgument(function, static_cast<int>(i));
    Part part;
    if (type == 's') {
      part = Any(operand, context);
      // What `if` gives may be one.
      if (!failed() && part.type != ValueType::kNodes && part.type != ValueType::kAny) {
        return Fail(operand, absl::StrCat("`", function.name,
                                          "` takes a node set here, such as `${group}`"));
      }
    } else {
      // boolean() asks whether there is a node, not what it says.
      part = type == 'b'           ? TruthOf(operand, context)
             : e.text == "boolean" ? Any(operand, context)
                                   : ValueOf(operand, context);
    }
    if (e.text == "selected" && i == 0 && !failed()) CheckOption(part, *e.operands[1]);
    operands.push_back(part.code);
    if (failed()) return {};
    if (e.text == "randomize" && i == 0) {
      // The nodes stay what they are.
      Instruction instruction;
      instruction.op = Op::kCall;
      instruction.detail = PlaceOfFunction(function);
      Places places = part.places;
      if (e.operands.size() > 1) operands.push_back(ValueOf(*e.operands[1], context).code);
      return NodesPart(e, instruction, operands, std::move(places));
    }
  }
  if (function.form == Form::kOfContext && e.operands.empty()) {
    for (const Place& place : context.places.all) Read(place);
    Instruction here;
    here.op = Op::kContext;
    operands.push_back(NodesPart(e, here, {}, context.places).code);
  }
  if (e.text == "format-date" || e.text == "format-date-time") CheckFormat(e);
  Instruction instruction;
  instruction.op = Op::kCall;
  instruction.type = function.result;
  instruction.detail = PlaceOfFunction(function);
  return Emit(e, instruction, operands);
}

Compilation::Part Compilation::CheckFormat(const Expression& e) {
  const Expression& format = *e.operands[1];
  if (format.kind != Kind::kText) return {};
  if (const std::optional<std::string> sign = UnknownSign(format.text)) {
    return Fail(format, absl::StrCat("the format has `", *sign,
                                     "`; there are %Y %y %m %n %b %d %e %a %H %h %M %S %3 and %%"));
  }
  return {};
}

Compilation::Part Compilation::OfForm(const Expression& e, const Function& function,
                                      const Context& context) {
  Instruction instruction;
  instruction.type = function.result;
  switch (function.form) {
    case Form::kIf:
      return If(e, context);
    case Form::kCoalesce: {
      instruction.op = Op::kCoalesce;
      const Part first = ValueOf(*e.operands[0], context);
      return Emit(e, instruction, {first.code, ValueOf(*e.operands[1], context).code});
    }
    case Form::kOnce:
      instruction.op = Op::kOnce;
      return Emit(e, instruction, {ValueOf(*e.operands[0], context).code});
    case Form::kCurrent: {
      instruction.op = Op::kCurrent;
      instruction.single = true;
      Places places;
      places.Add(PlaceOf(scope_.element));
      return NodesPart(e, instruction, {}, std::move(places));
    }
    case Form::kPosition:
      return Position(e, context);
    case Form::kLast:
      code_.reads_position = code_.reads_position || !context.in_predicate;
      instruction.op = Op::kLast;
      return Emit(e, instruction, {});
    case Form::kInstance:
      return Instance(e);
    case Form::kPulldata:
      return Pulldata(e, context);
    case Form::kChoiceName:
      return ChoiceName(e, context);
    case Form::kIndexedRepeat:
      return IndexedRepeat(e, context);
    default:
      return Regex(e, function, context);
  }
}

Compilation::Part Compilation::If(const Expression& e, const Context& context) {
  const Part condition = TruthOf(*e.operands[0], context);
  const Part then = Any(*e.operands[1], context);
  const Part otherwise = Any(*e.operands[2], context);
  if (failed()) return {};
  // Whichever it is, its value may be used.
  for (const Part* part : {&then, &otherwise}) {
    for (const Place& place : part->places.all) {
      if (place.list == kNone) ReadAllIn(place.row);
    }
  }
  Instruction instruction;
  instruction.op = Op::kIf;
  instruction.type = then.type == otherwise.type ? then.type : ValueType::kAny;
  instruction.single = HasOneValue(then) && HasOneValue(otherwise);
  Part part = Emit(e, instruction, {condition.code, then.code, otherwise.code});
  if (part.type == ValueType::kNodes) {
    part.places = then.places;
    part.places.Add(otherwise.places);
  }
  return part;
}

Compilation::Part Compilation::Position(const Expression& e, const Context& context) {
  Instruction instruction;
  instruction.type = ValueType::kNumber;
  if (e.operands.empty()) {
    code_.reads_position = code_.reads_position || !context.in_predicate;
    instruction.op = Op::kPosition;
    return Emit(e, instruction, {});
  }
  const Part node = NodesOf(*e.operands[0], context, "`position` takes a node");
  for (const Place& place : node.places.all) {
    code_.reads_position = code_.reads_position || place.list == kNone;
  }
  instruction.op = Op::kPositionOf;
  return Emit(e, instruction, {node.code});
}

std::optional<int> Compilation::ListNamed(const Expression& at, absl::string_view advice) {
  if (at.kind != Kind::kText) {
    Fail(at, "the list has to be named as a text in quotation marks");
    return std::nullopt;
  }
  if (const std::optional<int> list = tree_.FindList(at.text)) return list;
  std::vector<std::string> names;
  for (const ListTable& list : tree_.lists()) {
    if (!list.code().empty()) names.push_back(list.code());
  }
  Fail(at, absl::StrCat("there is no list `", at.text, "`; ",
                        names.empty() ? std::string("the questionnaire has none")
                                      : types::RightName(at.text, names),
                        advice.empty() ? "" : "; ", advice));
  return std::nullopt;
}

std::optional<int> Compilation::ColumnNamed(const Expression& at, int list) {
  if (at.kind != Kind::kText) {
    Fail(at, "the column has to be named as a text in quotation marks");
    return std::nullopt;
  }
  const ListTable& there = tree_.list(list);
  if (const std::optional<int> column = there.Column(at.text)) return column;
  if (!there.open()) {
    Fail(at, absl::StrCat("the list `", there.code(), "` has no column `", at.text, "`; ",
                          types::RightName(at.text, there.columns())));
  }
  return std::nullopt;
}

Compilation::Part Compilation::Instance(const Expression& e) {
  const std::optional<int> list = ListNamed(*e.operands[0]);
  if (!list) return {};
  Instruction instruction;
  instruction.op = Op::kList;
  instruction.detail = *list;
  Places places;
  places.Add(PlaceIn(*list, Node::kInstance));
  return NodesPart(e, instruction, {}, std::move(places));
}

Compilation::Part Compilation::Regex(const Expression& e, const Function& function,
                                     const Context& context) {
  const Part text = ValueOf(*e.operands[0], context);
  const Expression& pattern = *e.operands[1];
  Instruction instruction;
  instruction.type = ValueType::kBoolean;
  if (pattern.kind != Kind::kText) {
    instruction.op = Op::kCall;
    instruction.detail = PlaceOfFunction(function);
    return Emit(e, instruction, {text.code, ValueOf(pattern, context).code});
  }
  absl::StatusOr<CompiledRegex> compiled = CompileRegex(pattern.text);
  if (!compiled.ok()) return Fail(pattern, compiled.status().message());
  instruction.op = Op::kRegex;
  instruction.detail = static_cast<std::int32_t>(code_.regexes.size());
  code_.regexes.push_back(*std::move(compiled));
  return Emit(e, instruction, {text.code});
}

Compilation::Part Compilation::Pulldata(const Expression& e, const Context& context) {
  // Other programs look for a file of this name without being told of it.
  const std::optional<int> list = ListNamed(
      *e.operands[0],
      "`pulldata` reads a list of the questionnaire: put its rows into `choices`, or name its "
      "file, which has a column `name`, in a row `csv-external`, and give the file with the form");
  if (!list) return {};
  const std::optional<int> wanted = ColumnNamed(*e.operands[1], *list);
  const std::optional<int> key = ColumnNamed(*e.operands[2], *list);
  const Part query = ValueOf(*e.operands[3], context);
  if (failed()) return {};
  // A column that only the list outside has: nothing is found.
  if (!wanted || !key) return EmitConstant({ValueType::kText, 0, ""});
  Instruction instruction;
  instruction.op = Op::kPulldata;
  instruction.type = ValueType::kText;
  instruction.detail = static_cast<std::int32_t>(code_.lookups.size());
  code_.lookups.push_back({*list, *wanted, *key});
  return Emit(e, instruction, {query.code});
}

Compilation::Part Compilation::ChoiceName(const Expression& e, const Context& context) {
  const Part option = ValueOf(*e.operands[0], context);
  const Expression& named = *e.operands[1];
  std::optional<ElementId> question;
  if (named.kind == Kind::kText) {
    // XLSForm and XForms write the question as a text.
    const absl::StatusOr<ExpressionPtr> inner = Parse(named.text);
    if (!inner.ok()) return Fail(named, "the question has to be named here, as '${code}'");
    question = Compilation(named.text, tree_, scope_).ElementAt(**inner, context);
    if (!question) return Fail(named, "the question has to be named here, as '${code}'");
  } else {
    question = ElementAt(named, context);
  }
  if (failed()) return {};
  const int list = tree_.element(*question).list;
  if (list == kNone) {
    return Fail(named, absl::StrCat(Named(tree_, PlaceOf(*question)), " has no options"));
  }
  Instruction instruction;
  instruction.op = Op::kChoiceName;
  instruction.type = ValueType::kText;
  instruction.detail = list;
  return Emit(e, instruction, {option.code});
}

Compilation::Part Compilation::IndexedRepeat(const Expression& e, const Context& context) {
  const std::optional<ElementId> target = ElementAt(*e.operands[0], context);
  if (!target) return {};
  IndexedRoute route;
  for (ElementId id = *target; id != kRootElement; id = tree_.element(id).parent) {
    route.down.push_back({id, kNone});
    Read(PlaceOf(id));
  }
  std::reverse(route.down.begin(), route.down.end());
  Operands operands;
  for (std::size_t i = 1; i < e.operands.size(); i += 2) {
    const std::optional<ElementId> repeat = ElementAt(*e.operands[i], context);
    if (!repeat) return {};
    const auto part = std::find_if(route.down.begin(), route.down.end(),
                                   [&](const auto& p) { return p.element == *repeat; });
    if (part == route.down.end() || tree_.element(*repeat).type != ElementType::kRepeat) {
      return Fail(*e.operands[i],
                  absl::StrCat(Named(tree_, PlaceOf(*repeat)), " is no repeat that ",
                               Named(tree_, PlaceOf(*target)), " is in"));
    }
    part->index = static_cast<int>(operands.size());
    operands.push_back(ValueOf(*e.operands[i + 1], context).code);
  }
  Instruction instruction;
  instruction.op = Op::kIndexedRepeat;
  instruction.detail = static_cast<std::int32_t>(code_.indexed.size());
  code_.indexed.push_back(std::move(route));
  Places places;
  places.Add(PlaceOf(*target));
  return NodesPart(e, instruction, operands, std::move(places));
}

}  // namespace lotse::survey::logic
