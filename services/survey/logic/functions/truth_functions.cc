#include <cmath>
#include <vector>

#include "services/survey/logic/functions/functions.h"

namespace lotse::survey::logic {
namespace {

// Calls `use` with each number of a value, those of its nodes or itself.
template <typename Use>
void EachNumber(Runtime& rt, const Value& value, Use use) {
  if (!value.is_nodes()) {
    use(rt.Number(value));
    return;
  }
  rt.EachText(value, [&](absl::string_view text) { use(rt.NumberOf(text)); });
}

// Whether `count` lies between the first two arguments, of which a negative one is no limit.
Value Within(Runtime& rt, Arguments a, double count) {
  const double least = rt.Number(a[0]);
  const double most = rt.Number(a[1]);
  return Value::Boolean((least < 0 || count >= least) && (most < 0 || count <= most));
}

}  // namespace

Value True(Runtime&, Arguments) { return Value::Boolean(true); }
Value False(Runtime&, Arguments) { return Value::Boolean(false); }
Value BooleanOf(Runtime& rt, Arguments a) { return Value::Boolean(rt.Boolean(a[0])); }
Value Not(Runtime& rt, Arguments a) { return Value::Boolean(!rt.Boolean(a[0])); }

Value BooleanFromString(Runtime& rt, Arguments a) {
  const absl::string_view text = rt.Text(a[0]);
  return Value::Boolean(text == "true" || text == "1");
}

Value Checklist(Runtime& rt, Arguments a) {
  double count = 0;
  for (const Value& value : a.subspan(2)) {
    EachNumber(rt, value, [&](double number) { count += number > 0 ? 1 : 0; });
  }
  return Within(rt, a, count);
}

Value WeightedChecklist(Runtime& rt, Arguments a) {
  double total = 0;
  for (std::size_t i = 2; i + 1 < a.size(); i += 2) {
    std::vector<double> values, weights;
    EachNumber(rt, a[i], [&](double number) { values.push_back(number); });
    EachNumber(rt, a[i + 1], [&](double number) { weights.push_back(number); });
    for (std::size_t k = 0; k < values.size() && k < weights.size(); ++k) {
      if (values[k] > 0) total += weights[k];
    }
  }
  return Within(rt, a, total);
}

}  // namespace lotse::survey::logic
