#pragma once

#include <optional>
#include <string>

#include "runtime/types/decimal.h"

// Exact arithmetic with fractions and sums of decimals. Nothing here is a binary fraction, and
// nothing overflows unseen.
namespace lotse::types {

// A fraction. The denominator is not 0.
struct Fraction {
  Wide numerator = 0;
  Wide denominator = 1;

  // The same fraction with a positive denominator and without common factors.
  Fraction Reduced() const;
  // As `3/4`, `-1/3` or, for a whole number, `2`. Reduced.
  std::string ToString() const;
};

// `numerator` / `denominator`, which is not 0, as a whole number, rounded half away from
// zero. The size of neither is more than a quarter of what Wide holds.
Wide RoundedQuotient(Wide numerator, Wide denominator);

// A number of millionths as a decimal; nothing if it has more than 12 digits before the
// point.
std::optional<Decimal> ToDecimal(Wide millionths);

// A sum that notices when it becomes too large.
class WideSum {
 public:
  void Add(Wide value) { overflowed_ |= __builtin_add_overflow(sum_, value, &sum_); }
  // Adds a product.
  void Add(Wide a, Wide b);
  // The sum; nothing if it, or a part of it, was more than a quarter of what Wide holds.
  std::optional<Wide> Get() const;

 private:
  Wide sum_ = 0;
  bool overflowed_ = false;
};

}  // namespace lotse::types
