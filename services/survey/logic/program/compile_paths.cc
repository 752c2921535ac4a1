#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "runtime/types/nearest.h"
#include "services/survey/logic/functions/function_table.h"
#include "services/survey/logic/program/compilation.h"

// How a Compilation finds what references and paths lead to.
namespace lotse::survey::logic {

using Kind = Expression::Kind;

namespace {

bool HasPredicates(const Expression& e) {
  if (!e.predicates.empty()) return true;
  for (const Step& step : e.steps) {
    if (!step.predicates.empty()) return true;
  }
  return std::any_of(e.operands.begin(), e.operands.end(),
                     [](const ExpressionPtr& part) { return HasPredicates(*part); });
}

bool IsPlainChild(const Step& step) {
  return step.axis == Step::Axis::kChild && step.test == Step::Test::kName &&
         step.predicates.empty();
}

bool IsRelative(const Expression& e) {
  return e.kind == Kind::kPath && !e.absolute && e.operands.empty();
}

// Whether it comes to the same for every context node, and every time that it is computed.
bool IsSameForAll(const Expression& e) {
  if (IsRelative(e)) return false;
  if (e.kind == Kind::kCall) {
    const Function* const function = FindFunction(e.text);
    if (function == nullptr || function->effect == FunctionEffect::kRandom) return false;
    const FunctionForm form = function->form;
    const bool of_context = form == FunctionForm::kOfContext || form == FunctionForm::kPosition ||
                            form == FunctionForm::kLast;
    if (of_context && e.operands.empty()) return false;
  }
  // What stands in predicates has a context of its own.
  return std::all_of(e.operands.begin(), e.operands.end(),
                     [](const ExpressionPtr& part) { return IsSameForAll(*part); });
}

}  // namespace

Compilation::Part Compilation::Reference(const Expression& at, absl::string_view code) {
  if (const std::optional<ElementId> element = tree_.Find(code)) return Route(at, *element);
  std::vector<std::string> codes;
  for (const Element& element : tree_.elements().subspan(1)) codes.push_back(element.code);
  if (codes.empty()) return Fail(at, "there are no questions that `${...}` could name");
  return Fail(at, absl::StrCat("there is no question or group `", code, "`; ",
                               types::RightName(code, codes)));
}

// A repeat is all its instances, so the way to it never begins within one of them.
Compilation::Part Compilation::Route(const Expression& at, ElementId target) {
  const bool repeat = tree_.element(target).type == ElementType::kRepeat;
  const ElementId inner = repeat ? tree_.element(target).parent : target;
  std::int32_t up = 0;
  std::vector<ElementId> way;
  Instruction instruction;
  instruction.op = Op::kReference;
  instruction.single = true;
  ElementId top = scope_.element;
  for (; !tree_.IsWithin(inner, top); ++up) top = tree_.element(top).parent;
  for (ElementId id = target; id != top; id = tree_.element(id).parent) {
    way.push_back(id);
    if (tree_.element(id).type == ElementType::kRepeat) instruction.single = false;
    Read(PlaceOf(id));
  }
  std::reverse(way.begin(), way.end());
  Read(PlaceOf(target));
  instruction.detail = AddRoute(target, up, way);
  Places places;
  places.Add(PlaceOf(target));
  return NodesPart(at, instruction, {}, std::move(places));
}

// Long conditions name the same questions again and again.
std::int32_t Compilation::AddRoute(ElementId target, std::int32_t up,
                                   const std::vector<ElementId>& way) {
  std::vector<logic::Route>& routes = code_.routes;
  const std::size_t size = routes.size();
  for (std::size_t i = size; i > 0 && i + kLookedBack > size; --i) {
    const logic::Route& known = routes[i - 1];
    const auto from = code_.ways.begin() + known.first;
    if (known.target == target && known.up == up &&
        std::equal(way.begin(), way.end(), from, from + known.count)) {
      return static_cast<std::int32_t>(i - 1);
    }
  }
  routes.push_back({target, up, static_cast<std::int32_t>(code_.ways.size()),
                    static_cast<std::int32_t>(way.size())});
  code_.ways.insert(code_.ways.end(), way.begin(), way.end());
  return static_cast<std::int32_t>(size);
}

Compilation::Part Compilation::Path(const Expression& e, const Context& context) {
  if (e.absolute) {
    std::size_t steps = 0;
    Part start = Absolute(e, &steps);
    return Steps(e, steps, std::move(start));
  }
  if (!e.operands.empty()) {
    return Steps(e, 0, NodesOf(*e.operands[0], context, "a node set has to stand before `/`"));
  }
  if (IsBareWord(e, context)) return Nothing(e);
  Instruction instruction;
  instruction.op = Op::kContext;
  instruction.single = true;
  return Steps(e, 0, NodesPart(e, instruction, {}, context.places));
}

// A word alone where nothing can be below: `null`, or a text without its quotation marks. XPath
// finds nothing, and forms of the field are written so.
bool Compilation::IsBareWord(const Expression& e, const Context& context) const {
  if (e.steps.size() != 1 || !IsPlainChild(e.steps[0])) return false;
  const std::vector<Place>& places = context.places.all;
  return std::all_of(places.begin(), places.end(), [this](const Place& place) {
    return place.list == kNone && !HoldsElements(tree_.element(place.row).type);
  });
}

Compilation::Part Compilation::Nothing(const Expression& e) {
  const std::string& word = e.steps[0].name;
  Warn(
      e.position,
      absl::StrCat("`", word, "` is taken as empty, because nothing is called so here; ", "write '",
                   word == "null" ? "" : word, "' for a text, and `${", "code}` for a question"));
  Instruction instruction;
  instruction.op = Op::kUnion;  // Of nothing.
  return NodesPart(e, instruction, {}, {});
}

// `/data/group/question`: as far as it is names alone it leads to one element, and within repeats
// to the nearest instance, as `${question}` does. `steps` is how many steps that took.
Compilation::Part Compilation::Absolute(const Expression& e, std::size_t* steps) {
  const std::string& root = tree_.element(kRootElement).code;
  if (!IsPlainChild(e.steps[0]) || e.steps[0].name != root) {
    return Fail(e, absl::StrCat("a path from `/` begins with `/", root,
                                "`; write `${code}` for a question"));
  }
  ElementId target = kRootElement;
  for (*steps = 1; *steps < e.steps.size() && IsPlainChild(e.steps[*steps]); ++*steps) {
    const std::optional<ElementId> child = tree_.Child(target, e.steps[*steps].name);
    if (!child) break;  // Steps() says what is wrong.
    target = *child;
  }
  // A repeat with predicates is chosen from all its instances.
  return Route(e, target);
}

Compilation::Part Compilation::Steps(const Expression& e, std::size_t first, Part start) {
  if (failed()) return {};
  std::vector<StepCode> path;
  Places places = std::move(start.places);
  bool single = code_.instructions[start.code].single && places.all.size() == 1;
  for (std::size_t i = first; i < e.steps.size(); ++i) {
    const Step& step = e.steps[i];
    absl::StatusOr<Places> after = After(tree_, places, step);
    if (!after.ok()) {
      status_ = WrongAt(source_, step.position, after.status().message());
      return {};
    }
    places = *std::move(after);
    for (const Place& place : places.all) Read(place);
    const bool stays = step.axis == Step::Axis::kSelf && step.test == Step::Test::kNode;
    if (stays && step.predicates.empty()) continue;
    single = single && LeadsToOne(step, places);
    StepCode made;
    made.axis = step.axis;
    made.targets = places.all;
    if (!Predicates(step.predicates, places, &made.predicates)) return {};
    FindKey(step, &made);
    path.push_back(std::move(made));
  }
  if (path.empty()) {
    start.places = std::move(places);
    return start;
  }
  Instruction instruction;
  instruction.op = Op::kPath;
  instruction.single = single;
  instruction.detail = static_cast<std::int32_t>(code_.paths.size());
  code_.paths.push_back(std::move(path));
  return NodesPart(e, instruction, {start.code}, std::move(places));
}

// Whether there is one node of the response behind a step from one, asked or not.
bool Compilation::LeadsToOne(const Step& step, const Places& places) const {
  if (!step.predicates.empty() || places.all.size() != 1 || places.all[0].list != kNone) {
    return false;
  }
  const bool down = step.axis == Step::Axis::kChild;
  return !down || tree_.element(places.all[0].row).type != ElementType::kRepeat;
}

void Compilation::FindKey(const Step& step, StepCode* made) {
  if (step.axis != Step::Axis::kChild || made->targets.size() != 1 || made->predicates.empty()) {
    return;
  }
  const Place& item = made->targets[0];
  const Expression& equality = *step.predicates[0];
  if (item.list == kNone || item.column != Node::kItem || equality.kind != Kind::kEqual) return;
  const ListTable& list = tree_.list(item.list);
  // Both ways round: the column may stand on either side.
  for (int side = 0; side < 2; ++side) {
    const Expression& column = *equality.operands[side];
    if (!IsRelative(column) || column.steps.size() != 1 || !IsPlainChild(column.steps[0])) continue;
    const std::optional<int> place = list.Column(column.steps[0].name);
    // Labels are in the language that is spoken.
    if (!place || *place == list.label_column()) continue;
    if (!IsSameForAll(*equality.operands[1 - side])) continue;
    made->key_column = *place;
    const Instruction& compiled = code_.instructions[made->predicates[0]];
    made->key = code_.operands[compiled.first + 1 - side];
    return;
  }
}

bool Compilation::Predicates(const std::vector<ExpressionPtr>& predicates, const Places& places,
                             Operands* operands) {
  Context inner;
  inner.places = places;
  inner.in_predicate = true;
  for (const ExpressionPtr& predicate : predicates) {
    operands->push_back(Any(*predicate, inner).code);
  }
  return !failed();
}

Compilation::Part Compilation::Filter(const Expression& e, const Context& context) {
  Part start = NodesOf(*e.operands[0], context, "a node set has to stand before `[`");
  Operands operands = {start.code};
  if (failed() || !Predicates(e.predicates, start.places, &operands)) return {};
  Instruction instruction;
  instruction.op = Op::kFilter;
  return NodesPart(e, instruction, operands, std::move(start.places));
}

std::optional<ElementId> Compilation::ElementAt(const Expression& e, const Context& context) {
  const Part part = NodesOf(e, context, "a question or repeat has to be named here");
  if (failed()) return std::nullopt;
  const std::vector<Place>& places = part.places.all;
  if (HasPredicates(e) || places.size() != 1 || places[0].list != kNone) {
    Fail(e, "one question or repeat has to be named here, as `${code}`");
    return std::nullopt;
  }
  return places[0].row;
}

}  // namespace lotse::survey::logic
