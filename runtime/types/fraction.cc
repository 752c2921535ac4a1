#include "runtime/types/fraction.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace lotse::types {
namespace {

constexpr Wide kLargestDecimal = Wide{1000000000000} * 1000000 - 1;
constexpr Wide kQuarter = Wide{1} << 125;

Wide SizeOf(Wide value) { return value < 0 ? -value : value; }

Wide CommonDivisor(Wide a, Wide b) {
  while (b != 0) {
    const Wide rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

std::string Digits(Wide value) {
  std::string out;
  for (Wide rest = SizeOf(value); rest > 0 || out.empty(); rest /= 10) {
    out.push_back(static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  if (value < 0) out.push_back('-');
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace

Fraction Fraction::Reduced() const {
  const Wide divisor = CommonDivisor(SizeOf(numerator), SizeOf(denominator));
  const Wide sign = denominator < 0 ? -1 : 1;
  return {sign * numerator / divisor, sign * denominator / divisor};
}

std::string Fraction::ToString() const {
  const Fraction reduced = Reduced();
  if (reduced.denominator == 1) return Digits(reduced.numerator);
  return absl::StrCat(Digits(reduced.numerator), "/", Digits(reduced.denominator));
}

Wide RoundedQuotient(Wide numerator, Wide denominator) {
  const bool negative = (numerator < 0) != (denominator < 0);
  const Wide size = SizeOf(denominator);
  const Wide rounded = (2 * SizeOf(numerator) + size) / (2 * size);
  return negative ? -rounded : rounded;
}

std::optional<Decimal> ToDecimal(Wide millionths) {
  if (SizeOf(millionths) > kLargestDecimal) return {};
  return Decimal::FromMillionths(static_cast<int64_t>(millionths));
}

void WideSum::Add(Wide a, Wide b) {
  Wide product = 0;
  overflowed_ |= __builtin_mul_overflow(a, b, &product);
  Add(product);
}

std::optional<Wide> WideSum::Get() const {
  if (overflowed_ || sum_ > kQuarter || sum_ < -kQuarter) return {};
  return sum_;
}

}  // namespace lotse::types
