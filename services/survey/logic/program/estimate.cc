#include "services/survey/logic/program/estimate.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"
#include "services/survey/logic/functions/function_table.h"

namespace lotse::survey::logic {
namespace {

using Kind = Expression::Kind;

// Signs of which `uuid(length)` draws each.
constexpr double kLettersAndDigits = 62;

bool IsShortNumber(absl::string_view text) {
  return text.size() <= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

// The smallest range with all of `ends`; any number where one of them is none.
void SetRange(std::initializer_list<double> ends, Drawn* drawn) {
  if (std::any_of(ends.begin(), ends.end(), [](double end) { return std::isnan(end); })) return;
  drawn->least = std::min(ends);
  drawn->most = std::max(ends);
}

Drawn OfConstant(const Constant& constant) {
  Drawn made;
  if (constant.type == ValueType::kText) {
    made.wordy = !IsShortNumber(constant.text);
    return made;
  }
  SetRange({constant.number}, &made);
  made.whole = constant.number == std::trunc(constant.number);
  return made;
}

Drawn Rounded(const Drawn& number, const Drawn& digits) {
  Drawn made;
  Multiply(number, &made);
  Multiply(digits, &made);
  if (digits.least != digits.most || digits.least < 0) return made;
  const double steps = std::pow(10, std::trunc(digits.least));
  const double first = std::round(number.least * steps);
  const double last = std::round(number.most * steps);
  SetRange({first / steps, last / steps}, &made);
  if (std::isfinite(last - first)) Limit(last - first + 1, &made);
  return made;
}

}  // namespace

Drawn Estimate::OfAll() const {
  Drawn made = Of(code_.root);
  if (NamesGroup()) return made;
  // However often it names a question: it is made of these alone.
  Drawn read;
  for (const ElementId id : code_.reads) {
    if (HoldsElements(tree_.element(id).type)) continue;
    Multiply(tree_.element(id).repeat == kNone ? elements_[id] : Repeated(elements_[id]), &read);
  }
  if (!code_.reads_random) made.by_chance = std::min(made.by_chance, read.by_chance);
  if (!code_.reads_clock) made.by_moment = std::min(made.by_moment, read.by_moment);
  return made;
}

Drawn Estimate::Of(std::int32_t at) const {
  const Instruction& i = code_.instructions[at];
  Drawn made = Computed(at, i);
  if (i.type == ValueType::kBoolean) {
    // 0 or 1 as a number, and `false` or `true` as a text.
    SetRange({0, 1}, &made);
    made.whole = made.wordy = true;
  }
  const double numbers = made.most - made.least + 1;
  if (made.whole && std::isfinite(numbers)) Limit(numbers, &made);
  return made;
}

Drawn Estimate::Computed(std::int32_t at, const Instruction& i) const {
  switch (i.op) {
    case Op::kConstant:
      return OfConstant(code_.constants[i.detail]);
    case Op::kCompute:
      return OfNumbers(i);
    case Op::kNegate: {
      Drawn made = OfOperand(i, 0);
      SetRange({-made.least, -made.most}, &made);
      made.wordy = false;
      return made;
    }
    case Op::kContext:
    case Op::kCurrent:
    case Op::kReference:
    case Op::kList:
    case Op::kPath:
    case Op::kFilter:
    case Op::kUnion:
    case Op::kIndexedRepeat:
      return OfNodes(at, i);
    case Op::kIf:
      return OneOf(OfOperand(i, 0), OfOperand(i, 1), OfOperand(i, 2));
    case Op::kCoalesce: {
      const Drawn first = OfOperand(i, 0);
      return OneOf(first, first, OfOperand(i, 1));
    }
    case Op::kOnce:
      return OfOperand(i, 0);
    case Op::kPositionOf:
      return Which(Operand(i, 0));
    case Op::kCall:
      return OfCall(i);
    default: {
      Drawn made = Together(i);
      made.wordy = false;
      return made;
    }
  }
}

Drawn Estimate::Together(const Instruction& i) const {
  Drawn made;
  for (int place = 0; place < i.count; ++place) {
    const Drawn part = OfOperand(i, place);
    Multiply(part, &made);
    made.wordy = made.wordy || part.wordy || part.fraction;
  }
  return made;
}

Drawn Estimate::OfNumbers(const Instruction& i) const {
  const Drawn a = OfOperand(i, 0);
  const Drawn b = OfOperand(i, 1);
  Drawn made;
  Multiply(a, &made);
  Multiply(b, &made);
  made.whole = a.whole && b.whole && i.sign != Kind::kDivide;
  made.fraction = a.fraction || b.fraction;
  const bool fixed = b.least == b.most;
  switch (i.sign) {
    case Kind::kAdd:
      SetRange({a.least + b.least, a.most + b.most}, &made);
      break;
    case Kind::kSubtract:
      SetRange({a.least - b.most, a.most - b.least}, &made);
      break;
    case Kind::kMultiply:
      SetRange({a.least * b.least, a.least * b.most, a.most * b.least, a.most * b.most}, &made);
      break;
    case Kind::kDivide:
      if (fixed && b.least != 0) SetRange({a.least / b.least, a.most / b.least}, &made);
      break;
    default:  // The rest has the sign of the first.
      if (!fixed || !(b.least > 0) || a.least < 0) break;
      SetRange({0, std::min(a.most, made.whole ? b.least - 1 : std::nextafter(b.least, 0))}, &made);
  }
  return made;
}

Drawn Estimate::OfCall(const Instruction& i) const {
  const absl::string_view name = Functions()[i.detail].name;
  Drawn made;
  if (name == "random") {
    made.by_chance = Drawn::kMany;
    SetRange({0, std::nextafter(1.0, 0.0)}, &made);
    made.fraction = true;
    return made;
  }
  if (name == "uuid") return OfUuid(i);
  if (name == "now") {
    made.by_moment = Drawn::kMany;
    return made;
  }
  if (name == "count") {
    made = Which(Operand(i, 0));
    made.least = 0;
    made.whole = true;
    return made;
  }
  if (name == "string" || name == "number") {
    made = OfOperand(i, 0);
    if (name == "number") made.wordy = false;
    return made;
  }
  if (name == "int" || name == "round") return OfWhole(i, name == "round");
  if (name == "min" || name == "max") return OfBest(i, name == "max");
  made = Together(i);
  if (name == "randomize" && i.count == 1) made.by_chance = Drawn::kMany;
  if (name == "date") made.by_moment = 1;
  made.wordy = name == "digest" || ((name == "concat" || name == "join") && made.wordy);
  made.whole = name == "string-length" || name == "count-selected" || name == "count-non-empty";
  if (made.whole) made.least = 0;
  return made;
}

Drawn Estimate::OfUuid(const Instruction& i) const {
  Drawn made;
  made.by_chance = Drawn::kMany;
  made.wordy = true;
  if (i.count == 0) return made;
  const Drawn length = OfOperand(i, 0);
  made.wordy = length.least >= 3;
  if (std::isfinite(length.most)) {
    made.by_chance = std::pow(kLettersAndDigits, std::max(1.0, length.most));
  }
  return made;
}

Drawn Estimate::OfWhole(const Instruction& i, bool rounds) const {
  Drawn made = OfOperand(i, 0);
  made.fraction = made.wordy = false;
  if (i.count > 1) return Rounded(made, OfOperand(i, 1));
  made.least = rounds ? std::round(made.least) : std::trunc(made.least);
  made.most = rounds ? std::round(made.most) : std::trunc(made.most);
  made.whole = true;
  return made;
}

Drawn Estimate::OfBest(const Instruction& i, bool largest) const {
  Drawn made = OfOperand(i, 0);
  made.fraction = made.wordy = false;
  for (int place = 1; place < i.count; ++place) {
    const Drawn other = OfOperand(i, place);
    Multiply(other, &made);
    made.least = largest ? std::max(made.least, other.least) : std::min(made.least, other.least);
    made.most = largest ? std::max(made.most, other.most) : std::min(made.most, other.most);
    made.whole = made.whole && other.whole;
  }
  return made;
}

}  // namespace lotse::survey::logic
