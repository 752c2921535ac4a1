#pragma once

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

// How well colours stand out, by WCAG 2.2.
namespace lotse::reporting {

// A colour of sRGB.
struct Colour {
  uint8_t red = 0;
  uint8_t green = 0;
  uint8_t blue = 0;
};

inline constexpr Colour kWhite = {255, 255, 255};
// Least contrast of text, in hundredths. Source: WCAG 2.2, 1.4.3.
inline constexpr int kTextContrast = 450;

// The colour of `#` and six hexadecimal digits in any case; nothing for others.
std::optional<Colour> ParseColour(absl::string_view text);

// Relative luminance in billionths: 0 of black, 1,000,000,000 of white. Source: WCAG 2.2,
// relative luminance.
int64_t RelativeLuminance(Colour colour);

// Contrast ratio in hundredths, rounded down so that none passes a limit by rounding: 100 of a
// colour to itself, 2,100 of black to white. Source: WCAG 2.2, contrast ratio.
int ContrastHundredths(Colour one, Colour other);

}  // namespace lotse::reporting
