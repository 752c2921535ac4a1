#include "services/survey/logic/functions/shuffle.h"

#include <limits>

#include "runtime/types/sha256.h"

namespace lotse::survey::logic {
namespace {

constexpr std::int64_t kModulus = 2147483647;  // 2^31 - 1
constexpr std::int64_t kMultiplier = 16807;

}  // namespace

std::int64_t SeedOfNumber(double number) {
  if (number >= 0x1.0p63) return std::numeric_limits<std::int64_t>::max();
  if (number < -0x1.0p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(number);
}

std::int64_t SeedOfText(absl::string_view text) {
  if (text.empty()) return 0;
  std::uint64_t bits = 0;
  const auto hash = types::Sha256(text);
  for (int i = 0; i < 8; ++i) bits = bits << 8 | hash[i];
  return static_cast<std::int64_t>(bits);
}

SeededNumbers::SeededNumbers(std::int64_t seed) : state_(seed % kModulus) {
  if (state_ <= 0) state_ += kModulus - 1;
}

double SeededNumbers::Next() {
  state_ = state_ * kMultiplier % kModulus;
  return static_cast<double>(state_ - 1) / static_cast<double>(kModulus - 1);
}

}  // namespace lotse::survey::logic
