#include <algorithm>
#include <cmath>
#include <limits>

#include "services/survey/logic/functions/functions.h"

namespace lotse::survey::logic {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// The best of all numbers by `better`; NaN if there is none, or one of them is NaN.
template <typename Better>
Value Best(Runtime& rt, Arguments a, Better better) {
  double best = kNaN;
  bool none = true;
  bool unknown = false;
  const auto look = [&](double number) {
    unknown = unknown || std::isnan(number);
    if (none || better(number, best)) best = number;
    none = false;
  };
  for (const Value& value : a) {
    if (value.is_nodes()) {
      rt.EachText(value, [&](absl::string_view text) { look(rt.NumberOf(text)); });
    } else {
      look(rt.Number(value));
    }
  }
  return Value::Number(unknown ? kNaN : best);
}

template <double (*F)(double)>
Value Of(Runtime& rt, Arguments a) {
  return Value::Number(F(rt.Number(a[0])));
}

}  // namespace

Value NumberOf(Runtime& rt, Arguments a) { return Value::Number(rt.Number(a[0])); }
Value Int(Runtime& rt, Arguments a) { return Of<std::trunc>(rt, a); }

Value Sum(Runtime& rt, Arguments a) {
  double sum = 0;
  rt.EachText(a[0], [&](absl::string_view text) { sum += rt.NumberOf(text); });
  return Value::Number(sum);
}

Value Min(Runtime& rt, Arguments a) {
  return Best(rt, a, [](double x, double y) { return x < y; });
}

Value Max(Runtime& rt, Arguments a) {
  return Best(rt, a, [](double x, double y) { return x > y; });
}

Value Round(Runtime& rt, Arguments a) {
  const double number = rt.Number(a[0]);
  const double digits = a.size() > 1 ? std::trunc(rt.Number(a[1])) : 0;
  if (std::isnan(digits)) return Value::Number(kNaN);
  if (digits == 0) return Value::Number(std::round(number));
  const double power = std::pow(10, std::abs(digits));
  if (digits > 0) {
    // A double has no more digits than that.
    const double shifted = number * power;
    return Value::Number(std::isfinite(shifted) ? std::round(shifted) / power : number);
  }
  return Value::Number(std::isfinite(power) ? std::round(number / power) * power : 0);
}

Value Pow(Runtime& rt, Arguments a) {
  return Value::Number(std::pow(rt.Number(a[0]), rt.Number(a[1])));
}

Value Abs(Runtime& rt, Arguments a) { return Of<std::fabs>(rt, a); }
Value Sqrt(Runtime& rt, Arguments a) { return Of<std::sqrt>(rt, a); }
Value Exp(Runtime& rt, Arguments a) { return Of<std::exp>(rt, a); }
Value Exp10(Runtime& rt, Arguments a) { return Value::Number(std::pow(10, rt.Number(a[0]))); }
Value Log(Runtime& rt, Arguments a) { return Of<std::log>(rt, a); }
Value Log10(Runtime& rt, Arguments a) { return Of<std::log10>(rt, a); }
Value Pi(Runtime&, Arguments) { return Value::Number(3.14159265358979323846); }
Value Sin(Runtime& rt, Arguments a) { return Of<std::sin>(rt, a); }
Value Cos(Runtime& rt, Arguments a) { return Of<std::cos>(rt, a); }
Value Tan(Runtime& rt, Arguments a) { return Of<std::tan>(rt, a); }
Value Asin(Runtime& rt, Arguments a) { return Of<std::asin>(rt, a); }
Value Acos(Runtime& rt, Arguments a) { return Of<std::acos>(rt, a); }
Value Atan(Runtime& rt, Arguments a) { return Of<std::atan>(rt, a); }

Value Atan2(Runtime& rt, Arguments a) {
  return Value::Number(std::atan2(rt.Number(a[0]), rt.Number(a[1])));
}

Value Random(Runtime& rt, Arguments) { return Value::Number(rt.RandomUnit()); }

}  // namespace lotse::survey::logic
