#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

#include "runtime/types/sha256.h"
#include "services/survey/logic/functions/functions.h"

namespace lotse::survey::logic {
namespace {

constexpr std::int64_t kModulus = 2147483647;  // 2^31 - 1
constexpr std::int64_t kMultiplier = 16807;

// The seed that a value stands for, as JavaRosa finds it: a number without its fraction, a text
// that is none by the first eight bytes of its SHA-256.
std::int64_t SeedOf(Runtime& rt, const Value& value) {
  const double number = rt.Number(value);
  if (std::isnan(number)) {
    const absl::string_view text = rt.Text(value);
    if (text.empty() || value.type() == ValueType::kNumber) return 0;
    std::uint64_t bits = 0;
    const auto hash = types::Sha256(text);
    for (int i = 0; i < 8; ++i) bits = bits << 8 | hash[i];
    return static_cast<std::int64_t>(bits);
  }
  if (number >= 0x1.0p63) return std::numeric_limits<std::int64_t>::max();
  if (number < -0x1.0p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

// Numbers from 0 to below 1, drawn or from a seed.
class Generator {
 public:
  Generator(Runtime* rt, std::optional<std::int64_t> seed) : rt_(rt), seeded_(seed.has_value()) {
    if (!seeded_) return;
    state_ = *seed % kModulus;
    if (state_ <= 0) state_ += kModulus - 1;
  }

  double Next() {
    if (!seeded_) return rt_->RandomUnit();
    state_ = state_ * kMultiplier % kModulus;
    return static_cast<double>(state_ - 1) / static_cast<double>(kModulus - 1);
  }

 private:
  Runtime* rt_;
  bool seeded_;
  std::int64_t state_ = 0;
};

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
  Generator generator(&rt, a.size() > 1 ? std::make_optional(SeedOf(rt, a[1])) : std::nullopt);
  // Fisher and Yates, from the inside out.
  NodeSet shuffled;
  for (const Node& node : a[0].nodes()) {
    if (!rt.Charge(1)) break;
    const double size = static_cast<double>(shuffled.size() + 1);
    const std::size_t place = static_cast<std::size_t>(std::floor(generator.Next() * size));
    shuffled.push_back(node);
    shuffled.back() = shuffled[place];
    shuffled[place] = node;
  }
  return Value::Nodes(std::move(shuffled));
}

}  // namespace lotse::survey::logic
