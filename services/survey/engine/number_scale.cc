#include "services/survey/engine/number_scale.h"

#include <cmath>

#include "absl/strings/numbers.h"

namespace lotse::survey {
namespace {

// Numerals have few places; sums of them in doubles are off by much less.
bool IsWhole(double value) { return std::abs(value - std::round(value)) < 1e-6; }

}  // namespace

std::optional<double> NumberOfNumeral(const std::string& numeral) {
  double number = 0;
  if (numeral.find_first_not_of("0123456789.-") != std::string::npos) return std::nullopt;
  if (!absl::SimpleAtod(numeral, &number) || !std::isfinite(number)) return std::nullopt;
  return number;
}

bool NumberScale::Has(double number) const {
  return number >= low() && number <= high() && IsWhole((number - start) / step);
}

bool NumberScale::HasAllOf(const NumberScale& other) const {
  return low() <= other.low() && high() >= other.high() && IsWhole(other.step / step) &&
         IsWhole((other.start - start) / step);
}

std::optional<NumberScale> NumberScaleOf(const v1alpha::Scale& scale) {
  const auto start = NumberOfNumeral(scale.start()), end = NumberOfNumeral(scale.end()),
             step = NumberOfNumeral(scale.step());
  if (!start || !end || !step || *start == *end || *step <= 0) return std::nullopt;
  return NumberScale{*start, *end, *step};
}

}  // namespace lotse::survey
