#include "services/reporting/domain/contrast.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace lotse::reporting {
namespace {

constexpr int64_t kBillion = 1'000'000'000;
// What the screen itself shines, of which the ratio takes account: 0.05.
constexpr int64_t kFlare = kBillion / 20;

// The light of a channel in billionths: whole, so that what is made of it is exact and the
// same everywhere.
int64_t LightOf(uint8_t channel) {
  const double value = channel / 255.0;
  const double light = value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
  return std::llround(light * kBillion);
}

}  // namespace

std::optional<Colour> ParseColour(absl::string_view text) {
  if (text.size() != 7 || text[0] != '#') return std::nullopt;
  if (!std::all_of(text.begin() + 1, text.end(), absl::ascii_isxdigit)) return std::nullopt;
  uint32_t value = 0;
  if (!absl::SimpleHexAtoi(text.substr(1), &value)) return std::nullopt;
  return Colour{static_cast<uint8_t>(value >> 16), static_cast<uint8_t>(value >> 8),
                static_cast<uint8_t>(value)};
}

int64_t RelativeLuminance(Colour colour) {
  return (2126 * LightOf(colour.red) + 7152 * LightOf(colour.green) + 722 * LightOf(colour.blue)) /
         10'000;
}

int ContrastHundredths(Colour one, Colour other) {
  const auto [darker, lighter] = std::minmax({RelativeLuminance(one), RelativeLuminance(other)});
  return static_cast<int>(100 * (lighter + kFlare) / (darker + kFlare));
}

}  // namespace lotse::reporting
