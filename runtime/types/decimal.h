#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "google/type/decimal.pb.h"
#include "runtime/rpc/field_violation.h"

// Exact decimal numbers (google.type.Decimal): up to 12 digits before the point and 6
// behind it. Sums and comparisons are exact; nothing is ever a binary fraction.
namespace lotse::types {

class Decimal {
 public:
  static constexpr int kMaxIntegerDigits = 12;
  static constexpr int kMaxFractionDigits = 6;

  constexpr Decimal() = default;
  static constexpr Decimal FromInt(int64_t value) { return Decimal(value * kUnit); }
  static constexpr Decimal FromMillionths(int64_t value) { return Decimal(value); }

  // Reads `-12.5`: an optional minus, digits without a leading zero, and at most 6 digits
  // behind a point. Nothing if `text` is anything else; a plus, an exponent or a comma too.
  static std::optional<Decimal> Parse(absl::string_view text);

  // The shortest text that Parse reads as the same number.
  std::string ToString() const;
  google::type::Decimal ToProto() const;

  constexpr int64_t millionths() const { return millionths_; }
  constexpr bool negative() const { return millionths_ < 0; }

  // Nine values of the greatest size can be added up; who adds more does it in Wide.
  friend constexpr Decimal operator+(Decimal a, Decimal b) {
    return Decimal(a.millionths_ + b.millionths_);
  }
  friend constexpr Decimal operator-(Decimal a, Decimal b) {
    return Decimal(a.millionths_ - b.millionths_);
  }
  friend constexpr auto operator<=>(Decimal a, Decimal b) = default;

 private:
  static constexpr int64_t kUnit = 1000000;
  explicit constexpr Decimal(int64_t millionths) : millionths_(millionths) {}

  int64_t millionths_ = 0;
};

// What fractions are computed in: no product of two decimals leaves it.
using Wide = __int128;

// `numerator` / `denominator`, which is not 0, in units of 10^-`digits`, rounded half away
// from zero as is usual in German statistics.
Decimal Divide(Wide numerator, Wide denominator, int digits);

// The value of a field that was checked; 0 where it is absent or no number.
Decimal DecimalOf(const google::type::Decimal& value);

// Adds a violation of `field` if `value` is no number. Returns it otherwise.
std::optional<Decimal> CheckDecimal(absl::string_view field, const google::type::Decimal& value,
                                    rpc::FieldViolations* violations);

}  // namespace lotse::types
