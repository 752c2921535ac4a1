#include <cmath>

#include "services/survey/logic/program/evaluator.h"
#include "services/survey/logic/values/date_time.h"

namespace lotse::survey::logic {
namespace {

using Kind = Expression::Kind;

bool IsEquality(Kind sign) { return sign == Kind::kEqual || sign == Kind::kNotEqual; }

bool NumbersHold(Kind sign, double a, double b) {
  switch (sign) {
    case Kind::kEqual:
      return a == b;
    case Kind::kNotEqual:
      return a != b;
    case Kind::kLess:
      return a < b;
    case Kind::kLessEqual:
      return a <= b;
    case Kind::kGreater:
      return a > b;
    default:
      return a >= b;
  }
}

bool TextsHold(Runtime& rt, Kind sign, absl::string_view a, absl::string_view b) {
  if (!IsEquality(sign)) return NumbersHold(sign, rt.NumberOf(a), rt.NumberOf(b));
  bool same = a == b;
  if (!same && LooksLikeDate(a) && LooksLikeDate(b)) {
    const double x = rt.NumberOf(a), y = rt.NumberOf(b);
    same = x == y;  // NaN, which is no day, is not.
  }
  return same == (sign == Kind::kEqual);
}

bool BooleansHold(Kind sign, bool a, bool b) { return NumbersHold(sign, a ? 1 : 0, b ? 1 : 0); }

// The sign for the operands the other way round.
Kind Turned(Kind sign) {
  switch (sign) {
    case Kind::kLess:
      return Kind::kGreater;
    case Kind::kLessEqual:
      return Kind::kGreaterEqual;
    case Kind::kGreater:
      return Kind::kLess;
    case Kind::kGreaterEqual:
      return Kind::kLessEqual;
    default:
      return sign;
  }
}

// Whether it holds for a node of each.
bool TwoSets(Runtime& rt, Kind sign, const NodeSet& a, const NodeSet& b) {
  for (const Node& x : a) {
    const absl::string_view text = rt.TextOf(x);
    for (const Node& y : b) {
      if (!rt.Charge(1)) return false;
      if (TextsHold(rt, sign, text, rt.TextOf(y))) return true;
    }
  }
  return false;
}

// Whether it holds for a node of a set and a value that is none.
bool SetAndValue(Runtime& rt, Kind sign, const NodeSet& nodes, const Value& value) {
  if (value.type() == ValueType::kBoolean) {
    return BooleansHold(sign, !nodes.empty(), value.boolean());
  }
  for (const Node& node : nodes) {
    if (!rt.Charge(1)) return false;
    const absl::string_view text = rt.TextOf(node);
    const bool holds = value.type() == ValueType::kNumber
                           ? NumbersHold(sign, rt.NumberOf(text), value.number())
                           : TextsHold(rt, sign, text, value.text());
    if (holds) return true;
  }
  return false;
}

}  // namespace

bool Compare(Runtime& rt, Kind sign, const Value& a, const Value& b) {
  if (a.is_nodes() && b.is_nodes()) return TwoSets(rt, sign, a.nodes(), b.nodes());
  if (a.is_nodes()) return SetAndValue(rt, sign, a.nodes(), b);
  if (b.is_nodes()) return SetAndValue(rt, Turned(sign), b.nodes(), a);
  if (IsEquality(sign)) {
    if (a.type() == ValueType::kBoolean || b.type() == ValueType::kBoolean) {
      return BooleansHold(sign, rt.Boolean(a), rt.Boolean(b));
    }
    if (a.type() == ValueType::kText && b.type() == ValueType::kText) {
      return TextsHold(rt, sign, a.text(), b.text());
    }
  }
  return NumbersHold(sign, rt.Number(a), rt.Number(b));
}

}  // namespace lotse::survey::logic
