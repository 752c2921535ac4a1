#include <cmath>
#include <cstdint>
#include <optional>
#include <utility>

#include "services/survey/logic/functions/functions.h"
#include "services/survey/logic/functions/shuffle.h"

namespace lotse::survey::logic {
namespace {

// The seed that a value stands for.
std::int64_t SeedOf(Runtime& rt, const Value& value) {
  const double number = rt.Number(value);
  if (!std::isnan(number)) return SeedOfNumber(number);
  return value.type() == ValueType::kNumber ? 0 : SeedOfText(rt.Text(value));
}

}  // namespace

Value Count(Runtime&, Arguments a) {
  return Value::Number(static_cast<double>(a[0].nodes().size()));
}

Value CountNonEmpty(Runtime& rt, Arguments a) {
  int count = 0;
  rt.EachText(a[0], [&](absl::string_view text) { count += text.empty() ? 0 : 1; });
  return Value::Number(count);
}

Value Randomize(Runtime& rt, Arguments a) {
  std::optional<SeededNumbers> seeded;
  if (a.size() > 1) seeded.emplace(SeedOf(rt, a[1]));
  NodeSet shuffled;
  for (const Node& node : a[0].nodes()) {
    if (!rt.Charge(1)) break;
    PutShuffled(node, seeded ? seeded->Next() : rt.RandomUnit(), &shuffled);
  }
  return Value::Nodes(std::move(shuffled));
}

}  // namespace lotse::survey::logic
