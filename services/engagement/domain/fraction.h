#pragma once

#include <optional>
#include <string>

#include "runtime/types/decimal.h"

// Exact arithmetic with the values of indicators. Nothing here is a binary fraction, and
// nothing overflows unseen.
namespace lotse::engagement {

// A fraction of two differences of decimals. The denominator is not 0.
struct Fraction {
  types::Wide numerator = 0;
  types::Wide denominator = 1;

  // The same fraction with a positive denominator and without common factors.
  Fraction Reduced() const;
  // As `3/4`, `-1/3` or, for a whole number, `2`. Reduced.
  std::string ToString() const;
};

// `numerator` / `denominator`, which is not 0, as a whole number, rounded half away from
// zero. The size of neither is more than a quarter of what Wide holds.
types::Wide RoundedQuotient(types::Wide numerator, types::Wide denominator);

// A number of millionths as a decimal; nothing if it has more than 12 digits before the
// point.
std::optional<types::Decimal> ToDecimal(types::Wide millionths);

// A sum that notices when it becomes too large.
class WideSum {
 public:
  void Add(types::Wide value) { overflowed_ |= __builtin_add_overflow(sum_, value, &sum_); }
  // Adds a product.
  void Add(types::Wide a, types::Wide b);
  // The sum; nothing if it, or a part of it, was more than a quarter of what Wide holds.
  std::optional<types::Wide> Get() const;

 private:
  types::Wide sum_ = 0;
  bool overflowed_ = false;
};

}  // namespace lotse::engagement
