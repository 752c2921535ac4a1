#include "services/survey/logic/program/estimate.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "absl/strings/ascii.h"
#include "services/survey/logic/program/estimate_ranges.h"

namespace lotse::survey::logic {
namespace {

using Kind = Expression::Kind;

// A drawn fraction stays one while so many of its digits are written.
constexpr double kLeastSpread = 1e-3;
constexpr double kMostMagnitude = 1e6;

bool IsShortNumber(absl::string_view text) {
  return text.size() <= 2 &&
         std::all_of(text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(c); });
}

Drawn OfConstant(const Constant& constant) {
  Drawn made;
  if (constant.type == ValueType::kText) {
    made.wordy = !IsShortNumber(constant.text);
    made.filled = !constant.text.empty();
    made.empty_or_wordy = !made.filled;
    return made;
  }
  SetRange({constant.number}, &made);
  made.whole = constant.number == std::trunc(constant.number);
  made.sure = std::isfinite(constant.number);
  return made;
}

// Whether a fraction that was drawn is still there after it was computed with something fixed.
bool KeepsFraction(const Drawn& a, const Drawn& b, Kind sign, const Drawn& made) {
  if (sign == Kind::kModulo || a.fraction == b.fraction || (b.fraction && sign == Kind::kDivide)) {
    return false;
  }
  const Drawn& fixed = a.fraction ? b : a;
  return fixed.least == fixed.most && made.most - made.least >= kLeastSpread &&
         std::max(std::abs(made.least), std::abs(made.most)) <= kMostMagnitude;
}

}  // namespace

void SetRange(std::initializer_list<double> ends, Drawn* drawn) {
  if (std::any_of(ends.begin(), ends.end(), [](double end) { return std::isnan(end); })) return;
  drawn->least = std::min(ends);
  drawn->most = std::max(ends);
}

double NumbersIn(const Drawn& drawn, double steps) {
  // It may also be empty, or no number.
  return (drawn.most - drawn.least) * steps + 1 + (drawn.gap ? 2 : 0);
}

Estimate::Estimate(const ProgramCode& code, const FormTree& tree, const Origins& origins,
                   absl::Span<const Drawn> elements)
    : code_(code), tree_(tree), origins_(origins), elements_(elements) {
  adds_alternatives_ = origins.keeps && code.instructions[code.root].op != Op::kOnce;
}

Drawn Estimate::OfAll() const {
  if (origins_.reads_itself) return OfItself();
  Drawn made = Of(code_.root);
  // However often it names a question: it is made of these alone.
  const Drawn read = Read();
  if (!code_.reads_random) made.by_chance = std::min(made.by_chance, read.by_chance);
  if (!code_.reads_clock) made.by_moment = std::min(made.by_moment, read.by_moment);
  return made;
}

Drawn Estimate::Read() const {
  Drawn read;
  for (const ElementId id : origins_.elements) {
    Multiply(HoldsElements(tree_.element(id).type) ? IsThere(id)
             : tree_.element(id).repeat == kNone   ? elements_[id]
                                                   : Repeated(elements_[id]),
             &read);
  }
  return read;
}

bool Estimate::CallsNow() const {
  const std::vector<Instruction>& all = code_.instructions;
  return code_.reads_clock && std::any_of(all.begin(), all.end(), [](const Instruction& i) {
           return CalledBy(i) == "now";
         });
}

Drawn Estimate::OfItself() const {
  Drawn any = Read();
  Multiply(elements_[origins_.at], &any);
  if (code_.reads_random) any.by_chance = Drawn::kMany;
  if (CallsNow()) any.by_moment = Drawn::kMany;
  return Repeated(any);
}

Drawn Estimate::Of(std::int32_t at) const {
  const Instruction& i = code_.instructions[at];
  Drawn made = Computed(at, i);
  if (i.type == ValueType::kBoolean) {
    Drawn truth;
    Multiply(made, &truth);
    // 0 or 1 as a number, and `false` or `true` as a text.
    SetRange({0, 1}, &truth);
    truth.whole = truth.wordy = truth.sure = true;
    made = truth;
  }
  made.filled = made.filled || made.sure;
  const double numbers = NumbersIn(made, 1);
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
      Drawn made = AsNumber(OfOperand(i, 0));
      SetRange({-made.least, -made.most}, &made);
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
      return OfIf(i);
    case Op::kCoalesce: {
      const Drawn first = OfOperand(i, 0);
      return Either(first, first, OfOperand(i, 1));
    }
    case Op::kOnce:
      return OfOperand(i, 0);
    case Op::kPosition:
    case Op::kLast:
      return OfPlace();
    case Op::kPositionOf:
      return Which(Operand(i, 0));
    case Op::kCall:
      return OfCall(i);
    default: {
      Drawn made = Together(i);
      made.wordy = made.filled = false;
      return made;
    }
  }
}

Drawn Estimate::Either(const Drawn& chooses, const Drawn& a, const Drawn& b) const {
  Drawn made = OneOf(chooses, a, b);
  if (!adds_alternatives_) return made;
  if (made.by_chance > 1) made.by_chance = a.by_chance + b.by_chance;
  if (made.by_moment > 1) made.by_moment = a.by_moment + b.by_moment;
  return made;
}

// `if(..., once(int(random() * 4)), '')`: the empty text is no number, so it is none out of the
// range of the other one.
Drawn Estimate::OfIf(const Instruction& i) const {
  Drawn branches[] = {OfOperand(i, 1), OfOperand(i, 2)};
  for (const int at : {0, 1}) {
    const Constant* const text = TextAt(i, at + 1);
    if (text == nullptr || !text->text.empty()) continue;
    const Drawn& other = branches[1 - at];
    branches[at].least = other.least;
    branches[at].most = other.most;
    branches[at].whole = other.whole;
  }
  return Either(OfOperand(i, 0), branches[0], branches[1]);
}

Drawn Estimate::Together(const Instruction& i) const {
  Drawn made;
  for (int place = 0; place < i.count; ++place) {
    const Drawn part = OfOperand(i, place);
    Multiply(part, &made);
    made.wordy = made.wordy || part.wordy || part.fraction;
    made.filled = made.filled || part.filled;
  }
  made.gap = !made.IsNone();
  return made;
}

Drawn Estimate::OfNumbers(const Instruction& i) const {
  const Drawn a = OfOperand(i, 0);
  const Drawn b = OfOperand(i, 1);
  Drawn made;
  Multiply(a, &made);
  Multiply(b, &made);
  made.whole = a.whole && b.whole && i.sign != Kind::kDivide;
  made.gap = a.gap || b.gap;
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
  const bool known = std::isfinite(made.least) && std::isfinite(made.most);
  made.sure = a.sure && b.sure && known;
  // What is divided by 0 is no number.
  if (!known && !made.IsNone()) made.gap = true;
  made.fraction = KeepsFraction(a, b, i.sign, made);
  return made;
}

}  // namespace lotse::survey::logic
